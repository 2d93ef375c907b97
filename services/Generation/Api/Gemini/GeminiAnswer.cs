using System.Buffers;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Gemini;

/// <summary>
/// Writes an answer as Google does. The image goes from the store to its reader piece by piece, as fast as that reads: neither the image nor its base64 is ever held whole.
/// </summary>
internal sealed class GeminiAnswer(GeminiReply reply, GeminiFraming framing) : IResult
{
    private const int Piece = 48 * 1024;
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var image = reply.Image;
        SetHeaders(httpContext.Response);
        var body = httpContext.Response.BodyWriter;
        if (framing == GeminiFraming.Event)
            body.Write("data: "u8);
        await using (var json = new Utf8JsonWriter(body, Readable))
        {
            if (framing == GeminiFraming.List)
                json.WriteStartArray();
            await WriteAsync(json, body, image, httpContext.RequestAborted);
            if (framing == GeminiFraming.List)
                json.WriteEndArray();
        }

        if (framing == GeminiFraming.Event)
            body.Write("\r\n\r\n"u8);
        await body.FlushAsync(httpContext.RequestAborted);
    }

    private void SetHeaders(HttpResponse response)
    {
        response.ContentType = framing == GeminiFraming.Event ? "text/event-stream" : "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        if (reply.Refusal is { } refusal)
            response.Headers[FailureWriter.CodeHeader] = refusal.Code;
        if (reply.Provider is null)
            return;
        response.Headers["X-Provider"] = reply.Provider;
        response.Headers["X-Model"] = reply.Model;
        if (reply.Warnings.Count > 0)
            response.Headers["X-Generation-Warnings"] = string.Join(", ", reply.Warnings);
    }

    private async Task WriteAsync(Utf8JsonWriter json, PipeWriter body, Stream? image, CancellationToken cancellationToken)
    {
        json.WriteStartObject();
        if (reply.BlockReason is null)
        {
            GeminiJson.BeginCandidate(json, reply);
            if (image is not null)
                await WriteImageAsync(json, body, image, cancellationToken);
            else if (reply.Inline is { } inline)
                json.WriteStringValue(inline);
            GeminiJson.EndCandidate(json, reply);
        }

        GeminiJson.End(json, reply);
        json.WriteEndObject();
    }

    private static async Task WriteImageAsync(Utf8JsonWriter json, PipeWriter body, Stream image, CancellationToken cancellationToken)
    {
        var piece = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            while (await image.ReadAsync(piece, cancellationToken) is > 0 and var read)
            {
                json.WriteBase64StringSegment(piece.AsSpan(0, read), isFinalSegment: false);
                await json.FlushAsync(cancellationToken);
                await body.FlushAsync(cancellationToken);
            }

            json.WriteBase64StringSegment([], isFinalSegment: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }
}

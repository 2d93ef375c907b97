using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.OpenAi;

/// <summary>Writes what was made, a piece at a time: ten images of several megabytes are never held as text.</summary>
internal sealed class OpenAiWriter(PipeWriter body, OpenAiDelivery delivery)
{
    private const int PieceSize = 96 * 1024;
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The one body of an answer that is no stream.</summary>
    /// <param name="files">One for each image; none when addresses are wanted.</param>
    public async Task WriteAsync(JobOutcome outcome, IReadOnlyList<SpooledFile> files, IReadOnlyList<string> urls, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(body, Readable);
        json.WriteStartObject();
        json.WriteNumber("created", outcome.CreatedAt.ToUnixTimeSeconds());
        json.WriteStartArray("data");
        foreach (var url in urls)
        {
            json.WriteStartObject();
            json.WriteString("url", url);
            json.WriteEndObject();
        }

        foreach (var file in files)
        {
            json.WriteStartObject();
            await WriteBytesAsync(json, file, cancellationToken);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTraits(json, outcome.Images[0]);
        json.WriteEndObject();
    }

    /// <summary>The event of one image.</summary>
    public async Task WriteEventAsync(JobOutcome outcome, OutcomeImage image, SpooledFile file, CancellationToken cancellationToken)
    {
        var name = delivery.Event + ".completed";
        Text($"event: {name}\ndata: ");
        await using (var json = new Utf8JsonWriter(body, Readable))
        {
            json.WriteStartObject();
            json.WriteString("type", name);
            json.WriteNumber("created_at", outcome.CreatedAt.ToUnixTimeSeconds());
            await WriteBytesAsync(json, file, cancellationToken);
            WriteTraits(json, image);
            json.WriteEndObject();
        }

        Text("\n\n");
        await body.FlushAsync(cancellationToken);
    }

    /// <summary>The last event of a stream that brings nothing.</summary>
    public async Task WriteErrorAsync(ApiFailure failure, CancellationToken cancellationToken)
    {
        Text("event: error\ndata: ");
        await using (var json = new Utf8JsonWriter(body, Readable))
        {
            json.WriteStartObject();
            json.WriteString("type", "error");
            OpenAiErrors.WriteError(json, failure);
            json.WriteEndObject();
        }

        Text("\n\n");
        await body.FlushAsync(cancellationToken);
    }

    /// <summary>A sign of life, which clients pass over.</summary>
    public async Task WriteCommentAsync(CancellationToken cancellationToken)
    {
        Text(":\n\n");
        await body.FlushAsync(cancellationToken);
    }

    private async Task WriteBytesAsync(Utf8JsonWriter json, SpooledFile file, CancellationToken cancellationToken)
    {
        var piece = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            json.WritePropertyName("b64_json");
            var stream = file.Rewind();
            for (var left = file.Length; left > 0;)
            {
                var length = (int)Math.Min(left, PieceSize);
                await stream.ReadExactlyAsync(piece.AsMemory(0, length), cancellationToken);
                left -= length;
                json.WriteBase64StringSegment(piece.AsSpan(0, length), isFinalSegment: left == 0);
                await json.FlushAsync(cancellationToken);
                await body.FlushAsync(cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private void WriteTraits(Utf8JsonWriter json, OutcomeImage image)
    {
        json.WriteString("background", "opaque");
        json.WriteString("output_format", delivery.Format);
        json.WriteString("quality", "auto");
        json.WriteString("size", string.Create(CultureInfo.InvariantCulture, $"{image.Width}x{image.Height}"));
    }

    private void Text(string text) => Encoding.UTF8.GetBytes(text, body);
}

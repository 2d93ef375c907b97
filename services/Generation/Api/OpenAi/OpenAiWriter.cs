using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Partials;
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
        WriteTraits(json, outcome.Images[0].Width, outcome.Images[0].Height);
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
            WriteTraits(json, image.Width, image.Height);
            json.WriteEndObject();
        }

        Text("\n\n");
        await body.FlushAsync(cancellationToken);
    }

    /// <summary>The event of an image that is not finished.</summary>
    /// <param name="encoded">In the format that is wanted.</param>
    public async Task WritePartialAsync(PartialImage partial, ReadOnlyMemory<byte> encoded, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var name = delivery.Event + ".partial_image";
        Text($"event: {name}\ndata: ");
        await using (var json = new Utf8JsonWriter(body, Readable))
        {
            json.WriteStartObject();
            json.WriteString("type", name);
            json.WriteNumber("created_at", now.ToUnixTimeSeconds());
            json.WriteNumber("partial_image_index", partial.Index);
            json.WritePropertyName("b64_json");
            for (var at = 0; at < encoded.Length; at += PieceSize)
            {
                var piece = encoded[at..Math.Min(at + PieceSize, encoded.Length)];
                json.WriteBase64StringSegment(piece.Span, isFinalSegment: at + piece.Length == encoded.Length);
                await FlushAsync(json, cancellationToken);
            }

            WriteTraits(json, partial.Info.Width, partial.Info.Height);
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
                await FlushAsync(json, cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private async Task FlushAsync(Utf8JsonWriter json, CancellationToken cancellationToken)
    {
        await json.FlushAsync(cancellationToken);
        await body.FlushAsync(cancellationToken);
    }

    private void WriteTraits(Utf8JsonWriter json, int width, int height)
    {
        json.WriteString("background", "opaque");
        json.WriteString("output_format", delivery.Format);
        json.WriteString("quality", "auto");
        json.WriteString("size", string.Create(CultureInfo.InvariantCulture, $"{width}x{height}"));
    }

    private void Text(string text) => Encoding.UTF8.GetBytes(text, body);
}

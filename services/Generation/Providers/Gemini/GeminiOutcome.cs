using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using NanoBanana.Generation.Imaging;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>Turns an answer of status 200 into our words.</summary>
internal static class GeminiOutcome
{
    /// <summary>Reads the body, which the caller keeps and disposes.</summary>
    public static ProviderResult Of(ReadOnlySpan<byte> body)
    {
        GeminiAnswer answer;
        try
        {
            answer = GeminiAnswerReader.Read(body);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is what a string of invalid UTF-8 gives.
            return new ProviderResult.Failed(FailureClass.Unknown, "UNREADABLE");
        }

        if (answer.BlockReason is { } blocked)
            return new ProviderResult.Failed(FailureClass.RefusedInput, blocked);
        if (answer.FinishReason is { } reason && IsRefusal(reason))
            return new ProviderResult.Failed(FailureClass.RefusedOutput, reason);
        return answer.Image is { } image ? Decode(body, image) : WithoutImage(answer);
    }

    private static ProviderResult.Failed WithoutImage(GeminiAnswer answer)
    {
        var detail = answer switch
        {
            { HasCandidate: false } => "NO_CANDIDATE",
            { FinishReason: not (null or "STOP") } => answer.FinishReason,
            { HasText: true } => "TEXT_ONLY",
            _ => "EMPTY",
        };
        return new ProviderResult.Failed(FailureClass.NoImage, detail);
    }

    /// <summary>The endings by which Google withholds what was made. Everything else without an image is just that.</summary>
    private static bool IsRefusal(string reason) => reason is "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII"
        or "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT" or "IMAGE_RECITATION";

    private static ProviderResult Decode(ReadOnlySpan<byte> body, InlineData image)
    {
        var text = body.Slice(image.Start, image.Length);
        var rented = ArrayPool<byte>.Shared.Rent(image.IsEscaped ? text.Length : Base64.GetMaxDecodedFromUtf8Length(text.Length));
        int written;
        var status = image.IsEscaped
            ? Base64.DecodeFromUtf8InPlace(rented.AsSpan(0, Unescape(body, image, rented)), out written)
            : Base64.DecodeFromUtf8(text, rented, out _, out written);
        if (status == OperationStatus.Done && written > 0)
            return new ProviderResult.Delivered(new PooledBytes(rented, written), image.MediaType);
        ArrayPool<byte>.Shared.Return(rented);
        return new ProviderResult.Failed(FailureClass.BadImage, "BASE64");
    }

    private static int Unescape(ReadOnlySpan<byte> body, InlineData image, byte[] into)
    {
        // The quotes around it make it a JSON document of its own.
        var json = new Utf8JsonReader(body.Slice(image.Start - 1, image.Length + 2));
        json.Read();
        try
        {
            return json.CopyString(into);
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }
}

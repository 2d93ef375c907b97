using System.Text.Json;
using NanoBanana.Generation.Providers.Transport;

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
        if (IsRefusal(answer.FinishReason))
            return new ProviderResult.Failed(FailureClass.RefusedOutput, answer.FinishReason!);
        return answer.Image is { } image
            ? Base64Image.Decode(body.Slice(image.Start, image.Length), image.MediaType)
            : WithoutImage(answer);
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
    public static bool IsRefusal(string? reason) => reason is "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII"
        or "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT" or "IMAGE_RECITATION";
}

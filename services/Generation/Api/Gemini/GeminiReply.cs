using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Words;

namespace NanoBanana.Generation.Api.Gemini;

/// <summary>What is answered to a call that was served or refused.</summary>
/// <param name="Id">Of the job: <c>gen_</c> and a UUID.</param>
/// <param name="Model">Who made it, or should have.</param>
internal sealed record GeminiReply(string Id, string Model)
{
    /// <summary>Why it ended: <c>STOP</c> with an image.</summary>
    public string FinishReason { get; init; } = "STOP";

    /// <summary>Why the prompt was refused; null when it was not.</summary>
    public string? BlockReason { get; init; }

    /// <summary>Our own code of a refusal.</summary>
    public ErrorCode? Refusal { get; init; }

    /// <summary>What is shown of what was said beside the image.</summary>
    public KeptWords? Words { get; init; }

    public string MediaType { get; init; } = "";

    /// <summary>The image's bytes, which whoever writes the answer closes; null when there is none or it was not kept.</summary>
    public Stream? Image { get; init; }

    /// <summary>The image in base64, when it was not kept.</summary>
    public string? Inline { get; init; }

    public string? Provider { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];
}

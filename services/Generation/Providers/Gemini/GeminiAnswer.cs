namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>What an answer of status 200 holds for us. Filled by <see cref="GeminiAnswerReader"/>; image data stays in the body.</summary>
internal struct GeminiAnswer
{
    /// <summary>Why the prompt was not even tried.</summary>
    public string? BlockReason;

    /// <summary>How the last candidate ended.</summary>
    public string? FinishReason;

    /// <summary>Whether there was any candidate.</summary>
    public bool HasCandidate;

    /// <summary>Whether the model spoke instead.</summary>
    public bool HasText;

    /// <summary>The last image that is not a draft; null when there is none.</summary>
    public InlineData? Image;
}

/// <summary>Where base64 text sits in a body.</summary>
/// <param name="Start">Of its opening quote.</param>
/// <param name="Length">In bytes, quotes and escapes included.</param>
/// <param name="MediaType">As declared.</param>
internal readonly record struct InlineData(int Start, int Length, string MediaType);

namespace NanoBanana.Generation.Providers;

/// <summary>A provider that writes: for prompts that shall be better than they came.</summary>
internal interface ITextProvider
{
    /// <summary>Its wire name, lower case.</summary>
    string Name { get; }

    /// <summary>Whether it is switched on and has what it needs.</summary>
    bool IsAvailable { get; }

    /// <summary>The model it writes with, which has a circuit of its own.</summary>
    string Model { get; }

    /// <summary>Whether it does what an instruction says. The sandbox only adds to a prompt.</summary>
    bool FollowsInstructions => true;

    /// <summary>Whether it can be asked about an image.</summary>
    bool SeesImages => false;

    /// <summary>Asks once. Never throws for what a provider does.</summary>
    Task<TextResult> CompleteAsync(TextRequest request, CancellationToken cancellationToken);
}

/// <summary>What shall be written.</summary>
/// <param name="Instruction">How to go about it; null leaves it to the model.</param>
/// <param name="Prompt">What it is about.</param>
internal sealed record TextRequest(string? Instruction, string Prompt)
{
    /// <summary>The longest answer, in tokens.</summary>
    public int MaxTokens { get; init; } = 1_024;

    /// <summary>0 writes the likeliest words, 2 the wildest.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Whether the answer shall be one JSON value.</summary>
    public bool Json { get; init; }

    /// <summary>What the prompt is about, of those that see.</summary>
    public ReferenceImage? Image { get; init; }

    /// <summary>The caller's own key, where that is what pays; it stays in this request.</summary>
    public Secret? CallerKey { get; init; }
}

/// <summary>How it ended.</summary>
internal abstract record TextResult
{
    private TextResult()
    {
    }

    /// <summary>The whole text.</summary>
    internal sealed record Said(string Text) : TextResult;

    /// <summary>There is no text, or not all of it.</summary>
    /// <param name="Class">Why; a good answer without text is <see cref="FailureClass.NoImage"/>, as one without an image is.</param>
    /// <param name="Detail">A short token, safe to store.</param>
    /// <param name="RetryAfter">The provider's own hint.</param>
    internal sealed record Failed(FailureClass Class, string Detail, TimeSpan? RetryAfter = null) : TextResult
    {
        public static Failed Of(ProviderResult.Failed failed) => new(failed.Class, failed.Detail, failed.RetryAfter);
    }
}

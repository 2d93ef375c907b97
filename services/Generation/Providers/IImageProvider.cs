namespace NanoBanana.Generation.Providers;

/// <summary>
/// One upstream provider. An adapter speaks the provider's protocol and answers in our words; it neither retries nor falls back,
/// because the router decides that once for all of them.
/// </summary>
internal interface IImageProvider
{
    /// <summary>Its wire name, lower case: <c>google</c>, <c>sandbox</c>.</summary>
    string Name { get; }

    /// <summary>Whether it is switched on and has what it needs (a key).</summary>
    bool IsAvailable { get; }

    /// <summary>Whether a request may ask for it by name although it is not <see cref="IsAvailable"/>: the sandbox beside a real provider.</summary>
    bool MayBeNamed => IsAvailable;

    /// <summary>Lower goes first under the <c>priority</c> strategy.</summary>
    int Priority { get; }

    /// <summary>Its models, the default one first.</summary>
    IReadOnlyList<ProviderModel> Models { get; }

    /// <summary>
    /// Makes one image. Never throws for what a provider does: every outcome is a <see cref="ProviderResult"/>. Cancelling means
    /// that the deadline passed; what was sent by then has an unknown outcome.
    /// </summary>
    Task<ProviderResult> GenerateAsync(ProviderRequest request, CancellationToken cancellationToken);
}

using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Providers;

/// <summary>
/// One upstream provider. An adapter speaks the provider's protocol and answers in our words; it neither retries, nor waits, nor falls
/// back, because that is decided once for all of them.
/// </summary>
internal interface IProvider
{
    /// <summary>Its wire name, lower case: <c>google</c>, <c>sandbox</c>.</summary>
    string Name { get; }

    /// <summary>For a person: <c>Google Gemini</c>.</summary>
    string DisplayName { get; }

    /// <summary>Whether it is switched on and has what it needs (a key).</summary>
    bool IsAvailable { get; }

    /// <summary>Whether a request may ask for it by name although it is not <see cref="IsAvailable"/>: the sandbox beside a real provider.</summary>
    bool MayBeNamed => IsAvailable;

    /// <summary>Lower goes first under the <c>priority</c> strategy.</summary>
    int Priority { get; }

    /// <summary>Calls that may be under way at the same time, from all processes together; 0 is no limit.</summary>
    int MaxConcurrent => 0;

    /// <summary>Its models that are served, the default one first.</summary>
    IReadOnlyList<ProviderModel> Models { get; }

    /// <summary>
    /// Asks for one result. Never throws for what a provider does: every outcome is a <see cref="ProviderResult"/>. A provider that
    /// works while one waits answers with the result; one that takes orders answers with <see cref="ProviderResult.Accepted"/>.
    /// Cancelling means that the deadline passed; what was sent by then has an unknown outcome.
    /// </summary>
    Task<ProviderResult> SendAsync(ProviderRequest request, CancellationToken cancellationToken);
}

namespace NanoBanana.Generation.Providers;

/// <summary>Proves that a call comes from a provider. What it says is not believed: it only makes us ask.</summary>
internal interface ICallbackVerifier
{
    /// <summary>The provider's wire name.</summary>
    string Provider { get; }

    /// <summary>Whether there is a secret to prove it by.</summary>
    bool IsConfigured { get; }

    /// <summary>Whether headers and body carry the provider's signature.</summary>
    bool IsGenuine(IHeaderDictionary headers, ReadOnlyMemory<byte> body, DateTimeOffset now);
}

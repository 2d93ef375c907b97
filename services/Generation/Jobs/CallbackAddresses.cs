using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers;

namespace NanoBanana.Generation.Jobs;

/// <summary>Where providers shall tell that an order has ended: only with a public address, and only those that can prove who calls.</summary>
internal sealed class CallbackAddresses(IConfiguration configuration, IEnumerable<ICallbackVerifier> verifiers)
{
    private readonly Uri? _base = Uri.TryCreate(configuration["PublicUrl"], UriKind.Absolute, out var address) ? address : null;
    private readonly Dictionary<string, ICallbackVerifier> _verifiers = verifiers.ToDictionary(static verifier => verifier.Provider, StringComparer.Ordinal);

    /// <summary>Null when that provider shall not call.</summary>
    public Uri? For(string provider, string reference) =>
        _base is not null && _verifiers.TryGetValue(provider, out var verifier) && verifier.IsConfigured
            ? new Uri(_base, $"/v1/callbacks/{provider}/{reference}")
            : null;

    public ICallbackVerifier? Find(string provider) => _verifiers.GetValueOrDefault(provider) is { IsConfigured: true } verifier ? verifier : null;
}

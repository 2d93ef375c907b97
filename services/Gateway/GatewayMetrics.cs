using System.Diagnostics.Metrics;

namespace NanoBanana.Gateway;

/// <summary>What the gateway counts, as events; tag names stay in here.</summary>
internal sealed class GatewayMetrics : IDisposable
{
    public const string Name = "NanoBanana.Gateway";
    private readonly Meter _meter;
    private readonly Counter<long> _decisions;
    private readonly Counter<long> _degraded;
    private readonly Counter<long> _credentials;

    public GatewayMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _decisions = _meter.CreateCounter<long>("nanobanana.gateway.limits.decisions", "{request}", "Requests admitted or refused by a window.");
        _degraded = _meter.CreateCounter<long>("nanobanana.gateway.limits.degraded", "{request}", "Requests counted by this process alone, because Redis was away.");
        _credentials = _meter.CreateCounter<long>("nanobanana.gateway.credentials", "{request}", "Credentials found in the cache or verified.");
    }

    public void LimitDecided(string window, bool isAdmitted) =>
        _decisions.Add(1, new("window", window), new KeyValuePair<string, object?>("outcome", isAdmitted ? "admitted" : "refused"));

    public void LimitDegraded() => _degraded.Add(1);

    public void CredentialResolved(bool isCached) => _credentials.Add(1, new KeyValuePair<string, object?>("cache", isCached ? "hit" : "miss"));

    public void Dispose() => _meter.Dispose();
}

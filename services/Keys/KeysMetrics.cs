using System.Diagnostics.Metrics;
using NanoBanana.Contracts.Keys;
using NanoBanana.Keys.ApiKeys;

namespace NanoBanana.Keys;

/// <summary>What the service counts. Spans need no source of its own: the server's and the driver's show every step there is.</summary>
internal sealed class KeysMetrics
{
    private const string MeterName = "NanoBanana.Keys";
    private readonly Counter<long> _created;
    private readonly Counter<long> _revoked;
    private readonly Counter<long> _verified;

    public KeysMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _created = meter.CreateCounter<long>("nanobanana.keys.created", "{key}", "Keys made, by door.");
        _revoked = meter.CreateCounter<long>("nanobanana.keys.revoked", "{key}", "Keys revoked, repetitions included.");
        _verified = meter.CreateCounter<long>(
            "nanobanana.keys.verified", "{key}", "Keys looked up, by verdict. The gateway's cache keeps most uses from here.");
    }

    public void Created(ApiKeyDoor door) => _created.Add(1, new KeyValuePair<string, object?>("door", door.ToString().ToLowerInvariant()));

    public void Revoked() => _revoked.Add(1);

    public void Verified(KeyVerdict verdict) =>
        _verified.Add(1, new KeyValuePair<string, object?>("verdict", verdict.ToString().ToLowerInvariant()));
}

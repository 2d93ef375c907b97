using System.Collections.Concurrent;
using NanoBanana.Generation.Providers;

namespace NanoBanana.Generation.Routing;

/// <summary>One question that costs nothing.</summary>
/// <param name="Error">The failure class; null when it answered well.</param>
internal sealed record ProbeAnswer(bool Ok, long LatencyMs, string? Error);

/// <summary>Asks providers how they are, at most every 15 seconds each, however many want to know.</summary>
internal sealed class ProviderProbes(TimeProvider time)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, Probe> _probes = new(StringComparer.Ordinal);

    /// <summary>Null when the provider cannot be asked for nothing.</summary>
    public async Task<ProbeAnswer?> AskAsync(IProvider provider, CancellationToken cancellationToken)
    {
        if (provider is not IProbedProvider probed)
            return null;
        var now = time.GetTimestamp();
        var probe = _probes.AddOrUpdate(
            provider.Name,
            static (_, arguments) => new Probe(arguments.now, arguments.self.StartAsync(arguments.probed)),
            static (_, known, arguments) => arguments.self.IsFresh(known) ? known : new Probe(arguments.now, arguments.self.StartAsync(arguments.probed)),
            (self: this, now, probed));
        return await probe.Answer.WaitAsync(cancellationToken);
    }

    private bool IsFresh(Probe probe) => time.GetElapsedTime(probe.At) < Age;

    private async Task<ProbeAnswer> StartAsync(IProbedProvider provider)
    {
        var started = time.GetTimestamp();
        using var patience = new CancellationTokenSource(Patience, time);
        var failed = await provider.ProbeAsync(patience.Token);
        return new ProbeAnswer(failed is null, (long)time.GetElapsedTime(started).TotalMilliseconds, failed is null ? null : FailureNames.Of(failed.Class));
    }

    private sealed record Probe(long At, Task<ProbeAnswer> Answer);
}

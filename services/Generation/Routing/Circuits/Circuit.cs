using System.Globalization;
using NanoBanana.Generation.Providers;

namespace NanoBanana.Generation.Routing;

/// <summary>Whether calls to a model are let through.</summary>
internal enum CircuitState
{
    Closed = 0,
    Open,
    HalfOpen,
}

/// <summary>
/// One model's circuit. Failures in a row open it; after a while one probe at a time is let through; enough successes close it, one
/// failure opens it again. Pure: what time it is comes from outside.
/// </summary>
/// <param name="Failures">In a row, while it is closed.</param>
/// <param name="Successes">Of probes, while it is half open.</param>
/// <param name="Until">Unix milliseconds: when an open circuit lets a probe through, or when a probe under way is given up.</param>
internal sealed record Circuit(CircuitState State, int Failures, int Successes, long Until)
{
    /// <summary>A probe that never reports, because its process died, holds the door no longer than this.</summary>
    private static readonly TimeSpan ProbePatience = TimeSpan.FromMinutes(5);

    public static Circuit Closed { get; } = new(CircuitState.Closed, 0, 0, 0);

    /// <summary>Whether a call may be sent now, and the circuit after that.</summary>
    public (bool Admitted, Circuit Next) Enter(DateTimeOffset now)
    {
        var milliseconds = now.ToUnixTimeMilliseconds();
        return State == CircuitState.Closed ? (true, this)
            : Until > milliseconds ? (false, this)
            : (true, new Circuit(CircuitState.HalfOpen, 0, Successes, milliseconds + (long)ProbePatience.TotalMilliseconds));
    }

    /// <summary>After an answer that was not the provider's failure.</summary>
    public Circuit AfterSuccess(RoutingOptions options) => State switch
    {
        CircuitState.HalfOpen when Successes + 1 < options.CircuitProbes => this with { Successes = Successes + 1, Until = 0 },
        // A call from before it opened says nothing of now.
        CircuitState.Open => this,
        _ => Closed,
    };

    public Circuit AfterFailure(CircuitEffect effect, DateTimeOffset now, RoutingOptions options)
    {
        if (State == CircuitState.Open)
            return this;
        return State == CircuitState.HalfOpen || effect == CircuitEffect.Opens || Failures + 1 >= options.CircuitFailures
            ? new Circuit(CircuitState.Open, 0, 0, now.AddSeconds(options.CircuitOpenSeconds).ToUnixTimeMilliseconds())
            : this with { Failures = Failures + 1 };
    }

    /// <summary>As it is kept in Redis; empty for one that has nothing to tell.</summary>
    public string Write() => this == Closed ? "" : string.Create(CultureInfo.InvariantCulture, $"{(int)State}|{Failures}|{Successes}|{Until}");

    public static Circuit Read(string? text)
    {
        var parts = text?.Split('|');
        return parts is { Length: 4 }
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var state) && state is >= 0 and <= 2
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var failures)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var successes)
            && long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var until)
            ? new Circuit((CircuitState)state, failures, successes, until)
            : Closed;
    }
}

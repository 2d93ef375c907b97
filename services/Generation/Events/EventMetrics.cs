using System.Diagnostics.Metrics;
using NanoBanana.ServiceDefaults.Telemetry;

namespace NanoBanana.Generation.Events;

/// <summary>What is counted of those who follow the event log; tag names stay in here.</summary>
internal sealed class EventMetrics(IMeterFactory meters)
{
    private readonly UpDownCounter<int> _open = meters.Create(GenerationMetrics.Name).CreateUpDownCounter<int>(
        "nanobanana.events.followers", "{follower}", "Streams, sockets and waiting pulls that are open.");

    private readonly Counter<long> _delivered = meters.Create(GenerationMetrics.Name).CreateCounter<long>(
        "nanobanana.events.delivered", "{event}", "Events handed to those who follow.");

    private readonly Histogram<double> _lag = meters.Create(GenerationMetrics.Name).CreateRequestDuration(
        "nanobanana.events.lag", "From a change to its event's being sent to one who follows.");

    public void Opened(FollowerKind kind) => _open.Add(1, Tag(kind));

    public void Closed(FollowerKind kind) => _open.Add(-1, Tag(kind));

    public void Delivered(FollowerKind kind, int count) => _delivered.Add(count, Tag(kind));

    /// <summary>Only of what happened while it was followed: what somebody comes back for is late by their own doing.</summary>
    public void Lagged(FollowerKind kind, TimeSpan lag) => _lag.Record(Math.Max(0, lag.TotalSeconds), Tag(kind));

    private static KeyValuePair<string, object?> Tag(FollowerKind kind) => new("kind", kind switch
    {
        FollowerKind.Stream => "stream",
        FollowerKind.Socket => "socket",
        _ => "pull",
    });
}

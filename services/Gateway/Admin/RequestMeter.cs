using System.Diagnostics.Metrics;

namespace NanoBanana.Gateway.Admin;

/// <summary>
/// What this gateway has served in the last minute, in a ring of seconds: a request costs one lock and no allocation. Connections are counted by
/// the server itself.
/// </summary>
internal sealed class RequestMeter : IDisposable
{
    private const int Seconds = 60;
    private const string Connections = "kestrel.active_connections";
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly (long Second, int Requests, double Ms)[] _ring = new (long, int, double)[Seconds];
    private readonly MeterListener _listener = new();
    private long _connections;

    public RequestMeter(TimeProvider time, IMeterFactory meters)
    {
        _time = time;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Other servers may live in this process.
            if (instrument.Name == Connections && ReferenceEquals(instrument.Meter.Scope, meters))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, change, _, _) => Interlocked.Add(ref _connections, change));
        _listener.Start();
    }

    /// <summary>Open connections of clients now.</summary>
    public long ActiveConnections => Math.Max(0, Interlocked.Read(ref _connections));

    public void Served(TimeSpan duration)
    {
        var second = Now();
        lock (_lock)
        {
            ref var slot = ref _ring[second % Seconds];
            if (slot.Second != second)
                slot = (second, 0, 0);
            slot.Requests++;
            slot.Ms += duration.TotalMilliseconds;
        }
    }

    /// <summary>Of the last minute: how many requests ended, and how long they took on average in milliseconds; 0 when there was none.</summary>
    public (int Requests, double AverageMs) LastMinute()
    {
        var oldest = Now() - Seconds;
        var (requests, ms) = (0, 0.0);
        lock (_lock)
        {
            foreach (var slot in _ring)
            {
                if (slot.Second <= oldest)
                    continue;
                requests += slot.Requests;
                ms += slot.Ms;
            }
        }

        return (requests, requests == 0 ? 0 : Math.Round(ms / requests, 1));
    }

    public void Dispose() => _listener.Dispose();

    // One more than what has passed: an empty slot is of no second.
    private long Now() => (_time.GetTimestamp() / _time.TimestampFrequency) + Seconds + 1;
}

/// <summary>Tells the meter of every request. Sockets and streams are left out: how long somebody listens says nothing of how quick we are.</summary>
internal sealed class RequestMeterMiddleware(RequestDelegate next, RequestMeter meter, TimeProvider time)
{
    private const string EventStream = "text/event-stream";

    public async Task InvokeAsync(HttpContext context)
    {
        var started = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var isLasting = context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols
                || context.Response.ContentType?.StartsWith(EventStream, StringComparison.OrdinalIgnoreCase) == true;
            if (!isLasting)
                meter.Served(time.GetElapsedTime(started));
        }
    }
}

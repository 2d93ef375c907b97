using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace NanoBanana.ServiceDefaults.Hosting;

/// <summary>
/// Where a process that stops has got to. First it gives notice: it says that it is not ready, begins no work that another process could do
/// as well, and serves what still comes. Then it stops (<see cref="IHostApplicationLifetime.ApplicationStopping"/>): it takes no new
/// connection and ends what is under way, until <see cref="ShutdownOptions.DrainSeconds"/> are over.
/// </summary>
public sealed class Draining : IDisposable
{
    // For an answer to be written that says how things stand, before the connection is cut.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _lastCall = new();
    private readonly CancellationTokenRegistration _stopping;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private ITimer? _timer;
    private int _hasBegun;

    public Draining(IHostApplicationLifetime host, IHostEnvironment environment, IOptions<ShutdownOptions> options, TimeProvider time)
    {
        _time = time;
        Notice = options.Value.NoticeIn(environment);
        var drain = options.Value.Drain;
        _patience = drain - (Farewell < drain / 2 ? Farewell : drain / 2);

        // Without a notice nobody else is there to end what this process hands back.
        LastCallForOthers = Notice == TimeSpan.Zero ? host.ApplicationStopping : _lastCall.Token;
        _stopping = host.ApplicationStopping.Register(Stop);
    }

    /// <summary>Whether it was asked to stop.</summary>
    public bool HasBegun => Volatile.Read(ref _hasBegun) != 0;

    /// <summary>How long it goes on serving from then on.</summary>
    public TimeSpan Notice { get; }

    /// <summary>Cancelled when whoever waits has to be answered, before the connection is cut.</summary>
    public CancellationToken LastCall => _lastCall.Token;

    /// <summary>The same for whoever waits for what another process does.</summary>
    public CancellationToken LastCallForOthers { get; }

    /// <summary>Gives notice; false when that was done before.</summary>
    public bool Begin() => Interlocked.Exchange(ref _hasBegun, 1) == 0;

    public void Dispose()
    {
        _stopping.Dispose();
        _timer?.Dispose();
        _lastCall.Dispose();
    }

    private void Stop()
    {
        Begin();
        _timer = _time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), _lastCall, _patience, Timeout.InfiniteTimeSpan);
    }
}

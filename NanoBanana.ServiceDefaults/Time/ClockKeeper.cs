using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NanoBanana.ServiceDefaults.Time;

/// <summary>
/// Keeps the <see cref="SharedClock"/> right: asks its server once before the service serves, then at a steady pace, soon after a failure,
/// and at once when the machine's clock and the shared one have moved apart, as they do when a machine was suspended.
/// </summary>
internal sealed partial class ClockKeeper(
    SharedClock clock, ClockMetrics metrics, ILogger<ClockKeeper> logger, ITimeReference? reference = null) : BackgroundService
{
    /// <summary>From here on an operator should know. Tokens between services allow for 30 s.</summary>
    private static readonly TimeSpan Worrying = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Jump = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private long? _sampledAt;
    private TimeSpan _offset;
    private TimeSpan _told;

    /// <summary>A server that does not answer keeps nothing from starting; the background goes on asking.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>One look at the clocks, with a question to the server when it is due.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        if (reference is null)
            return;
        if (_sampledAt is not { } last || clock.GetElapsedTime(last) >= Pace || (clock.Offset - _offset).Duration() > Jump)
            await SampleAsync(reference, cancellationToken);
        metrics.Offset = clock.Offset;
        Tell(reference);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Tick, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await LookAsync(stoppingToken);
        }
    }

    private async Task SampleAsync(ITimeReference server, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            clock.Offer(await server.SampleAsync(patience.Token));
            _sampledAt = clock.GetTimestamp();
            _offset = clock.Offset;
        }
        catch (Exception exception)
        {
            // Whatever it is, the monotonic clock goes on from the last sample, and readiness tells of the server.
            _sampledAt = null;
            Log.NotSampled(logger, server.Name, exception);
        }
    }

    private void Tell(ITimeReference server)
    {
        var offset = clock.Offset;
        if (offset.Duration() > Worrying && (offset - _told).Duration() > Worrying)
        {
            _told = offset;
            Log.Off(logger, server.Name, Math.Round(offset.TotalSeconds, 1));
        }
        else if (_told != TimeSpan.Zero && offset.Duration() <= Worrying)
        {
            _told = TimeSpan.Zero;
            Log.Agrees(logger, server.Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 120, Level = LogLevel.Warning, Message = "This machine's clock is {Seconds} s ahead of {Reference}'s, which is followed; set it right.")]
        public static partial void Off(ILogger logger, string reference, double seconds);

        [LoggerMessage(EventId = 121, Level = LogLevel.Information, Message = "This machine's clock agrees with {Reference}'s again.")]
        public static partial void Agrees(ILogger logger, string reference);

        [LoggerMessage(EventId = 122, Level = LogLevel.Debug, Message = "{Reference} did not tell the time.")]
        public static partial void NotSampled(ILogger logger, string reference, Exception exception);
    }
}

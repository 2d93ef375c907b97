using Microsoft.Extensions.Options;
using NanoBanana.Generation.Quota;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Lab.Socket;

/// <summary>
/// Tells the sockets of this process at midnight, UTC, that a new day has begun: <c>quota:reset</c>, to those whose account used something of the old one.
/// One statement for all of them. While the database is away they are told late, and who comes later reads the new day anyway.
/// </summary>
internal sealed partial class DayTurn(
    AccountPushes pushes, QuotaStore store, IOptions<QuotaOptions> options, TimeProvider time, ILogger<DayTurn> logger) : BackgroundService
{
    // A look at the clock each second and not one long sleep: the clock may be corrected meanwhile.
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private DateOnly _day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
    private bool _isLate;

    /// <summary>Does nothing until the day is another; throws when the database is away, and then does it the next time.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (today <= _day)
            return;
        var here = pushes.AccountsHere();
        if (here.Count > 0)
        {
            var used = await store.UsedSinceAsync(here, _day, today, cancellationToken);
            pushes.PushHere("quota:reset", used.ToDictionary(static one => one.AccountId, one => PayloadOf(one.Used, one.Multiplier, now)));
        }

        _day = today;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
                _isLate = false;
            }
            catch (Exception exception) when (DependencyOutage.Find(exception) is not null)
            {
                if (!_isLate)
                    Log.Late(logger, exception);
                _isLate = true;
            }
        }
    }

    private QuotaPayload PayloadOf(int used, decimal multiplier, DateTimeOffset now)
    {
        var limit = QuotaSnapshot.LimitOf(options.Value.DailyLimit, multiplier);
        return new QuotaPayload(Math.Max(0, limit - used), limit, QuotaPushes.MidnightAfter(now));
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3048, Level = LogLevel.Warning, Message = "Sockets were not told that a new day has begun; they will be once the database answers.")]
        public static partial void Late(ILogger logger, Exception exception);
    }
}

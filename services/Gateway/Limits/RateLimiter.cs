using NanoBanana.Gateway.Redis;
using StackExchange.Redis;

namespace NanoBanana.Gateway.Limits;

/// <summary>Takes a request's allowance: exactly from Redis, from this process while Redis is away, never without any limit.</summary>
internal sealed class RateLimiter(RedisWindows shared, LocalWindows local, RedisWatch watch, GatewayMetrics metrics)
{
    public async Task<Admission> TakeAsync(IReadOnlyList<SlidingWindow> windows)
    {
        var admission = await TrySharedAsync(windows);
        if (admission is null)
        {
            metrics.LimitDegraded();
            admission = local.Take(windows);
        }

        metrics.LimitDecided(admission.Window.Name, admission.IsAdmitted);
        return admission;
    }

    /// <summary>Gives back what a request took that brought no image.</summary>
    public async Task GiveBackAsync(IReadOnlyList<SlidingWindow> windows, Admission admission)
    {
        local.GiveBack(windows, admission.Ticket);
        if (!watch.IsUsable)
            return;
        try
        {
            await shared.GiveBackAsync(windows, admission.Ticket);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            watch.Failed(exception);
        }
    }

    private async Task<Admission?> TrySharedAsync(IReadOnlyList<SlidingWindow> windows)
    {
        if (!watch.IsUsable)
            return null;
        try
        {
            return await shared.TakeAsync(windows);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            watch.Failed(exception);
            return null;
        }
    }
}

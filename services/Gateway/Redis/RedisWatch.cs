using NanoBanana.Contracts.Keys;
using StackExchange.Redis;

namespace NanoBanana.Gateway.Redis;

/// <summary>
/// Knows whether Redis can be relied on, and passes on what is published there. While it cannot, messages about revoked credentials
/// may be missed: whoever caches asks <see cref="IsReliable"/>, and is told to forget everything when Redis is back.
/// </summary>
internal sealed partial class RedisWatch(IConnectionMultiplexer redis, TimeProvider time, ILogger<RedisWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ProbePatience = TimeSpan.FromMilliseconds(400);
    private volatile bool _isReliable;
    private volatile bool _isSubscribed;
    private long _pausedSince = -1;

    /// <summary>A credential, account or token to forget: <c>kind:id</c>.</summary>
    public event Action<string>? Invalidated;

    /// <summary>Redis is back: whatever was missed meanwhile may be anything.</summary>
    public event Action? Recovered;

    /// <summary>Whether every message published since the last <see cref="Recovered"/> has reached us, or will within a second.</summary>
    public bool IsReliable => _isReliable;

    /// <summary>Whether a call is worth trying: not within a moment of a failed one.</summary>
    public bool IsUsable
    {
        get
        {
            var since = Interlocked.Read(ref _pausedSince);
            return since < 0 || time.GetElapsedTime(since) > Pause;
        }
    }

    /// <summary>A call failed: pause, and trust no cache until a probe gets through.</summary>
    public void Failed(Exception exception)
    {
        Interlocked.Exchange(ref _pausedSince, time.GetTimestamp());
        Distrust(exception);
    }

    /// <summary>Trusts no cache, which costs some questions; calls go on, because a late answer is still an exact one.</summary>
    private void Distrust(Exception exception)
    {
        if (!_isReliable)
            return;
        _isReliable = false;
        Log.Lost(logger, exception);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        redis.ConnectionFailed += (_, failure) => Failed(failure.Exception ?? new IOException("The connection to Redis was lost."));
        while (!stoppingToken.IsCancellationRequested)
        {
            await ProbeAsync();
            await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ProbeAsync()
    {
        try
        {
            if (!_isSubscribed)
            {
                await redis.GetSubscriber().SubscribeAsync(Invalidation.Channel, (_, message) => Invalidated?.Invoke(message!)).WaitAsync(ProbePatience);
                _isSubscribed = true;
            }

            // On both connections: commands may pass while the subscription is gone.
            await redis.GetDatabase().PingAsync().WaitAsync(ProbePatience);
            await redis.GetSubscriber().PingAsync().WaitAsync(ProbePatience);
            if (_isReliable)
                return;
            Recovered?.Invoke();
            Interlocked.Exchange(ref _pausedSince, -1);
            _isReliable = true;
            Log.Back(logger);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            Distrust(exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 5010, Level = LogLevel.Warning, Message = "Redis does not answer in time: credentials are verified every second, and limits hold for this process alone while it stays away.")]
        public static partial void Lost(ILogger logger, Exception exception);

        [LoggerMessage(EventId = 5011, Level = LogLevel.Information, Message = "Redis answers: limits are exact across processes.")]
        public static partial void Back(ILogger logger);
    }
}

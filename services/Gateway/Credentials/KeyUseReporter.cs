using System.Collections.Concurrent;
using NanoBanana.Contracts.Keys;

namespace NanoBanana.Gateway.Credentials;

/// <summary>Tells Keys when keys were last used: at most once a minute and key, many at a time, never in a request's way.</summary>
internal sealed partial class KeyUseReporter(KeysClient keys, TimeProvider time, ILogger<KeyUseReporter> logger) : BackgroundService
{
    private const int MaxRemembered = 100_000;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<Guid, long> _reported = new();
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _pending = new();

    public void Used(Guid keyId)
    {
        if (_reported.TryGetValue(keyId, out var since) && time.GetElapsedTime(since) < Silence)
            return;
        if (_reported.Count >= MaxRemembered)
            _reported.Clear();
        _reported[keyId] = time.GetTimestamp();
        _pending[keyId] = time.GetUtcNow();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var uses = new List<KeyUse>();
            foreach (var keyId in _pending.Keys)
            {
                if (_pending.TryRemove(keyId, out var usedAt))
                    uses.Add(new KeyUse(keyId, usedAt));
            }

            if (uses.Count > 0)
                await ReportAsync(uses);
        }
    }

    /// <summary>Not cancelled when the process stops: the last report is the one that would be missing. The client bounds it.</summary>
    private async Task ReportAsync(List<KeyUse> uses)
    {
        try
        {
            await keys.ReportUseAsync(uses, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // The next use of each key reports it again; a display is not worth more.
            foreach (var use in uses)
                _reported.TryRemove(use.KeyId, out _);
            Log.NotReported(logger, uses.Count, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 5020, Level = LogLevel.Warning, Message = "The last use of {Count} keys was not reported.")]
        public static partial void NotReported(ILogger logger, int count, Exception exception);
    }
}

using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Moderation;

/// <summary>
/// Brings the operators' words to this process: before it serves, and then every few seconds, by one row that is read only when it has changed. While the
/// database is away the last known words hold.
/// </summary>
internal sealed partial class RuleWatch(RuleStore store, KeywordFilter filter, IOptions<ModerationOptions> options, TimeProvider time, ILogger<RuleWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly TimeSpan _pace = TimeSpan.FromSeconds(options.Value.RulesSeconds);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private OwnKeywords _known = OwnKeywords.None;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryRefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>What is kept now; it holds here from now on.</summary>
    public async Task<OwnKeywords> RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (await store.ReadAsync(_known.Version, cancellationToken) is { } newer)
            {
                filter.Replace(newer.Keywords);
                _known = newer;
            }

            return _known;
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(_pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested)
                await TryRefreshAsync(stoppingToken);
        }
    }

    private async Task TryRefreshAsync(CancellationToken stoppingToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, patience.Token);
        try
        {
            await RefreshAsync(either.Token);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Log.NotRead(logger, exception.GetType().Name);
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3722, Level = LogLevel.Warning, Message = "Banned keywords were not read ({Failure}); those known before hold.")]
        public static partial void NotRead(ILogger logger, string failure);
    }
}

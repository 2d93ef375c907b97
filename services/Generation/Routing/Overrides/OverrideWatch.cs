using Npgsql;

namespace NanoBanana.Generation.Routing;

/// <summary>
/// Brings what operators set of providers to this process: once before it serves anybody, then every second, so that no request asks for it.
/// While the database does not answer, what is known holds; nothing can be stored then that a change could have stopped.
/// </summary>
internal sealed partial class OverrideWatch(OverrideStore store, ProviderOverrides overrides, TimeProvider time, ILogger<OverrideWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _turn = new(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>What is set is known here once this returns. One at a time: an older reading never replaces a newer one.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            overrides.Learn(await store.ReadAsync(cancellationToken));
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
            await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await TryAsync(stoppingToken);
        }
    }

    private async Task TryAsync(CancellationToken stoppingToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        patience.CancelAfter(Patience);
        try
        {
            await RefreshAsync(patience.Token);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            if (!stoppingToken.IsCancellationRequested)
                Log.NotRead(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3330, Level = LogLevel.Warning, Message = "What operators set of providers could not be read; what was known holds on.")]
        public static partial void NotRead(ILogger logger);
    }
}

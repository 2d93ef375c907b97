namespace NanoBanana.Generation.Library;

/// <summary>
/// Brings what operators keep in the database to this process: once before it serves anybody, then every so often, so that no request asks for it.
/// While the database does not answer, what is known holds.
/// </summary>
/// <param name="pace">Between two readings.</param>
internal abstract class DatabaseWatch(TimeSpan pace, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _turn = new(1, 1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>What is kept is known here once this returns. One at a time: an older reading never replaces a newer one.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await LearnAsync(cancellationToken);
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

    protected abstract Task LearnAsync(CancellationToken cancellationToken);

    /// <summary>To say so in the log.</summary>
    protected abstract void NotLearnt(Exception exception);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested)
                await TryAsync(stoppingToken);
        }
    }

    private async Task TryAsync(CancellationToken stoppingToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, patience.Token);
        try
        {
            await RefreshAsync(either.Token);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            NotLearnt(exception);
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }
}

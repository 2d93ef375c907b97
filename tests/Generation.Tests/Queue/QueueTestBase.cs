using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Queue;

/// <summary>One process, one account, Google's emulator.</summary>
/// <param name="shared">The process of all tests of the class; null for one of the test's own, which it may stop.</param>
public abstract class QueueTestBase(QueueFixture? shared = null) : IAsyncLifetime
{
    private readonly QueueFixture _process = shared ?? new QueueFixture();

    private protected Guid Account { get; } = Guid.NewGuid();

    private protected GenerationApplication Application => _process.Application;

    private protected TestService Instance => _process.Instance;

    private protected QueueClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (shared is null)
            await _process.InitializeAsync();
        Application.Gemini.Switchboard.Reset();
        Application.Gemini.Polls.Reset();
        Client = new QueueClient(Instance, Account);
    }

    /// <summary>What a test has left undone would ask the emulator in the time of the next one.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (shared is null)
        {
            await _process.DisposeAsync();
        }
        else
        {
            await Application.EventuallyAsync(
                async () => await Application.ScalarAsync("SELECT NOT EXISTS (SELECT FROM generation.jobs WHERE state IN ('queued', 'running'))") is true, "all jobs end", seconds: 30);
        }

        GC.SuppressFinalize(this);
    }

    private protected Task BalanceBecomesAsync(long available) => Application.EventuallyAsync(async () =>
    {
        var account = await Application.AccountAsync(Account);
        return (long)account["available"]! == available && (long)account["held"]! == 0;
    }, $"{available} credits are available and none are held");

    /// <summary>Every type in the account's log, in its order; the sequence must be dense.</summary>
    private protected async Task<List<string>> EventsAsync()
    {
        await using var command = Application.Database.CreateCommand(
            "SELECT sequence, type || coalesce(' ' || (data ->> 'stage'), '') FROM generation.events WHERE account_id = $1 ORDER BY sequence");
        command.Parameters.AddWithValue(Account);
        await using var row = await command.ExecuteReaderAsync();
        var types = new List<string>();
        while (await row.ReadAsync())
        {
            row.GetInt64(0).ShouldBe(types.Count + 1);
            types.Add(row.GetString(1));
        }

        return types;
    }

    /// <summary>The counts that turns are given by, and what they should be.</summary>
    private protected async Task CountsShouldBeTrueAsync() => (await Application.ScalarAsync("""
        SELECT count(*) FROM generation.accounts AS account CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE state = 'running' AND from_queue) AS running, count(*) FILTER (WHERE state = 'queued' AND priority = 0) AS interactive,
                count(*) FILTER (WHERE state = 'queued' AND priority = 1) AS single, count(*) FILTER (WHERE state = 'queued' AND priority = 2) AS batch
            FROM generation.jobs AS job WHERE job.account_id = account.account_id AND image_count > 0) AS truth
        WHERE account.running <> truth.running OR waiting_interactive <> interactive OR waiting_single <> single OR waiting_batch <> batch
        """)).ShouldBe(0L);
}

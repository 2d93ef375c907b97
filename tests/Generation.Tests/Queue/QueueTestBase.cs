using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Queue;

/// <summary>One process, one account, Google's emulator.</summary>
public abstract class QueueTestBase : IAsyncLifetime
{
    private protected Guid Account { get; } = Guid.NewGuid();

    private protected GenerationApplication Application { get; private set; } = null!;

    private protected TestService Instance { get; private set; } = null!;

    private protected QueueClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Application = await GenerationApplication.CreateAsync(("PROVIDER_SANDBOX_ENABLED", "true"));
        Instance = await Application.StartInstanceAsync();
        Client = new QueueClient(Instance, Account);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Application.DisposeAsync();
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

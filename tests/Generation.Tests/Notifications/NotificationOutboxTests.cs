using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts.Events;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Generation.Tests.Queue;
using Npgsql;

namespace NanoBanana.Generation.Tests.Notifications;

/// <summary>What is to be told is written with the event, in its transaction, and of nothing else.</summary>
public sealed class NotificationOutboxTests : QueueTestBase
{
    private const string Insert = """
        WITH account AS (
            INSERT INTO generation.accounts (account_id, last_event) VALUES ($1, 1)
            ON CONFLICT (account_id) DO UPDATE SET last_event = generation.accounts.last_event + 1 RETURNING last_event)
        INSERT INTO generation.events (account_id, sequence, type, batch_id, data)
        SELECT $1, last_event, $2, $3, '{"id":"subject","error":"provider.timed_out"}' FROM account RETURNING id
        """;

    [Fact]
    public async Task EveryType_Logged_IsToldWhenItIsAnEndThatItsOwnerDidNotMake()
    {
        foreach (var type in EventTypes.All)
            await LogAsync(type, batchId: null);
        await LogAsync(EventTypes.VideoCompleted, batchId: 7);
        await LogAsync(EventTypes.VideoFailed, batchId: 7);

        (await Application.ScalarAsync("SELECT string_agg(event_type || ' ' || subject || ' ' || why, ',' ORDER BY event_type) FROM generation.notification_outbox WHERE account_id = @account", ("account", Account)))
            .ShouldBe(string.Join(',', new[] { "batch.completed", "batch.failed", "video.completed", "video.failed", "webhook.disabled" }.Select(static type => $"{type} subject provider.timed_out")));
    }

    [Fact]
    public async Task AccountThatWantsNone_IsToldOnlyThatAWebhookWasDisabled()
    {
        using (var response = await Client.Http.PutAsJsonAsync("/api/settings", new { preferences = new { enable_notifications = false } }))
            await response.ShouldBeAsync(HttpStatusCode.OK);
        foreach (var type in EventTypes.All)
            await LogAsync(type, batchId: null);
        (await Application.ScalarAsync("SELECT string_agg(event_type, ',') FROM generation.notification_outbox WHERE account_id = @account", ("account", Account)))
            .ShouldBe("webhook.disabled");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Transaction_Ended_KeepsBothOrNeither(bool isCommitted)
    {
        await using var connection = await Application.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var id = await LogAsync(EventTypes.BatchCompleted, batchId: 7, connection, transaction);
        await using (var inside = new NpgsqlCommand("SELECT count(*) FROM generation.notification_outbox WHERE id = $1", connection, transaction) { Parameters = { new() { Value = id } } })
            (await inside.ExecuteScalarAsync()).ShouldBe(1L);
        (await CountAsync(id)).ShouldBe(0L);
        await (isCommitted ? transaction.CommitAsync() : transaction.RollbackAsync());
        (await CountAsync(id)).ShouldBe(isCommitted ? 1L : 0L);
    }

    [Fact]
    public async Task CancelledBatch_Ended_IsToldToNobody()
    {
        // Between two tries, where nothing is being made that its caller would be charged for.
        Application.Gemini.Switchboard.Default = "overloaded";
        await using var slow = await Application.StartInstanceAsync(("RETRY_DELAYS_MS", "60000,60000"));
        await Instance.DisposeAsync();
        using var client = new QueueClient(slow, Account);
        var (_, batch) = await client.BatchAsync(["one", "two"]);
        await Application.EventuallyAsync(
            async () => await Application.ScalarAsync("SELECT count(*) FROM generation.attempts WHERE state = 'failed'") is 2L, "both tries have failed");

        await client.DeleteAsync((string)batch["url"]!);

        ((string)(await client.GetAsync($"{batch["url"]}?wait=20"))["status"]!).ShouldBe("cancelled");
        (await EventsAsync()).ShouldContain("batch.cancelled");
        (await Application.ScalarAsync("SELECT count(*) FROM generation.notification_outbox")).ShouldBe(0L);
    }

    [Fact]
    public async Task SingleImage_Ended_IsToldToNobody()
    {
        var (_, job) = await Client.OrderAsync("alone");
        await Client.GetAsync($"{job["url"]}?wait=30");
        (await EventsAsync()).ShouldContain("generation.completed");
        (await Application.ScalarAsync("SELECT count(*) FROM generation.notification_outbox")).ShouldBe(0L);
    }

    private async Task<object?> CountAsync(Guid id) =>
        await Application.ScalarAsync("SELECT count(*) FROM generation.notification_outbox WHERE id = @id", ("id", id));

    private async Task<Guid> LogAsync(string type, long? batchId, NpgsqlConnection? connection = null, NpgsqlTransaction? transaction = null)
    {
        await using var command = connection is null ? Application.Database.CreateCommand(Insert) : new NpgsqlCommand(Insert, connection, transaction);
        command.Parameters.Add(new() { Value = Account });
        command.Parameters.Add(new() { Value = type });
        command.Parameters.Add(new() { Value = batchId ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint });
        return (Guid)(await command.ExecuteScalarAsync())!;
    }
}

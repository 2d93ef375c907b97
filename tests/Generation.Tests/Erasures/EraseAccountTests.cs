using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Contracts;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Generation.Tests.Queue;

namespace NanoBanana.Generation.Tests.Erasures;

/// <summary>What is kept of an account goes, and nothing more comes: the database says so, whichever call is late.</summary>
public sealed class EraseAccountTests(QueueFixture shared) : QueueTestBase(shared), IClassFixture<QueueFixture>
{
    /// <summary>Tables that say whose their rows are and ask nobody, each with why it need not.</summary>
    private static readonly Dictionary<string, string> Unguarded = new(StringComparer.Ordinal)
    {
        ["accounts"] = "figures of the queue",
        ["batches"] = "come with jobs",
        ["chat_counts"] = "kept by triggers",
        ["erasures"] = "is what is asked",
        ["events"] = "come with jobs, which end before the erasure does",
        ["favorite_counts"] = "kept by triggers",
        ["history_counts"] = "kept by triggers",
        ["idempotency_keys"] = "come with jobs, in one statement",
        ["images"] = "come with jobs, which end before the erasure does",
        ["lineage"] = "come with jobs",
        ["notification_outbox"] = "come with events and carry no text; Identity drops them",
        ["project_counts"] = "kept by triggers",
        ["quotas"] = "come with jobs",
        ["template_counts"] = "kept by triggers",
        ["webhook_deliveries"] = "come with events, for webhooks that are there",
    };

    [Fact]
    public async Task EveryTableThatSaysWhoseItsRowsAre_RefusesThemOrIsKnownToNeedNot()
    {
        await using var command = Application.Database.CreateCommand("""
            SELECT DISTINCT c.table_name::text FROM information_schema.columns AS c
            WHERE c.table_schema = 'generation' AND c.column_name IN ('account_id', 'owner') AND NOT EXISTS (
                SELECT FROM pg_trigger WHERE tgrelid = format('generation.%I', c.table_name)::regclass AND tgname IN ('refuse_erased', 'skip_erased'))
            """);
        var open = new List<string>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            open.Add(row.GetString(0));
        open.ShouldBe(Unguarded.Keys, ignoreOrder: true);
    }

    [Fact]
    public async Task CallThatWasLetThroughAMomentBefore_MakesNoJobAndHoldsNothing()
    {
        await EraseAsync(Account);
        using var client = Instance.ClientFor(GenerationApplication.KeyOf(Account));
        using var late = await GenerationApplication.GenerateAsync(client, "too late");
        late.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        late.ErrorCode().ShouldBe("auth.invalid_token");
        foreach (var (path, body) in new (string, object)[]
        {
            ("/v1/batches", new { items = new[] { new { prompt = "too late" } } }), ("/api/prompts", new { text = "too late" }), ("/api/chat", new { }),
            ("/api/projects", new { name = "too late" }), ("/api/templates", new { name = "too late", prompt_template = "too late" }), ("/v1/webhooks", new { url = "https://example.com/late" }),
        })
        {
            using var response = await client.PostAsJsonAsync(path, body);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
        }

        Application.Gemini.Switchboard.Count.ShouldBe(0);
        (await Application.ScalarAsync("SELECT count(*) FROM generation.jobs WHERE account_id = @id AND image_count > 0", ("id", Account))).ShouldBe(0L);
        await Application.EventuallyAsync(async () => (long)(await Application.AccountAsync(Account))["held"]! == 0, "what was held for them comes back", seconds: 30);
    }

    [Fact]
    public async Task ManyImages_AreErasedPieceByPieceAndExportedWithoutBeingGathered()
    {
        const int Many = 3_000;
        await using (var command = Application.Database.CreateCommand("""
            WITH job AS (
                INSERT INTO generation.jobs (id, account_id, state, request, image_count, held_credits, charged_credits, price_version, provider_cost_micros, finished_at, created_at)
                SELECT gen_random_uuid(), $1, 'succeeded', jsonb_build_object('prompt', 'a heron ' || number, 'mode', 'basic'), 1, 20, 20, 1, 0, now(), now() - number * interval '1 second'
                FROM generate_series(1, $2) AS number RETURNING id)
            INSERT INTO generation.images (job_id, image, account_id, media_type, width, height, byte_count, sha256, name, mode, prompt)
            SELECT id, 1, $1, 'image/png', 1, 1, 1, '\x01', 'a heron', 'basic', 'a heron' FROM job
            """))
        {
            command.Parameters.Add(new() { Value = Account });
            command.Parameters.Add(new() { Value = Many });
            await command.ExecuteNonQueryAsync();
        }

        using var identity = Instance.ClientForService("identity");
        var export = JsonNode.Parse(await identity.GetStringAsync(new Uri($"/internal/accounts/{Account}/export", UriKind.Relative)))!;
        export["generations"]!.AsArray().Select(static job => (string)job!["request"]!["prompt"]!).Distinct().Count().ShouldBe(Many);
        export["generations"]!.AsArray().ShouldAllBe(static job => job!["images"]!.AsArray().Count == 1);

        await EraseAsync(Account);
        await Application.EventuallyAsync(
            async () => await Application.ScalarAsync("SELECT finished_at IS NOT NULL FROM generation.erasures WHERE account_id = @id", ("id", Account)) is true, "it is erased", seconds: 60);
        (await Application.ScalarAsync("SELECT count(*) FROM generation.jobs WHERE account_id = @id AND request = '{\"mode\": \"basic\"}' AND charged_credits = 20", ("id", Account))).ShouldBe((long)Many);
        (await Application.ScalarAsync("SELECT count(*) FROM generation.images WHERE account_id = @id AND prompt = '' AND name = '' AND deleted_at IS NOT NULL", ("id", Account))).ShouldBe((long)Many);
        (await Application.ScalarAsync("SELECT count(*) FROM generation.history_counts WHERE account_id = @id", ("id", Account))).ShouldBe(0L);
    }

    private async Task EraseAsync(Guid account)
    {
        using var identity = Instance.ClientForService("identity");
        using var response = await identity.PutAsJsonAsync("/internal/accounts/erasures", new[] { account }, ContractsJsonContext.Default.IReadOnlyListGuid);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadFromJsonAsync(ContractsJsonContext.Default.ErasureAnswer))!.Done.ShouldBe([account]);
    }
}

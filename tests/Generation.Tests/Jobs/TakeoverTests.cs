using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Outbox;
using NanoBanana.Testing.Emulators;
using NpgsqlTypes;

namespace NanoBanana.Generation.Tests.Jobs;

/// <summary>
/// What happens to a job whose process is gone, by the last thing that process had committed. Never lost, never sent twice once it may
/// have been sent, never charged wrongly.
/// </summary>
public sealed class TakeoverTests : IAsyncLifetime
{
    private GenerationApplication _application = null!;

    public async ValueTask InitializeAsync() => _application = await GenerationApplication.CreateAsync();

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public async Task DesertedWhileSending_WithoutAStoredImage_IsUnknownFailsAndReleasesTheHold()
    {
        var (job, account) = await LeaveBehindAsync(AttemptState.Sending, failure: null);
        await using var instance = await _application.StartInstanceAsync();
        var view = await EndAsync(instance, job, account);
        ((string)view["status"]!).ShouldBe("failed");
        ((string)view["error"]!["code"]!).ShouldBe("generation.outcome_unknown");
        ((string)view["attempts"]![0]!["state"]!).ShouldBe("unknown");
        await BalanceBecomesAsync(account, available: 1000, held: 0);
        _application.Gemini.Switchboard.Count.ShouldBe(0);
    }

    [Fact]
    public async Task DesertedWhileSending_WithAStoredImage_SucceedsWithoutASecondCall()
    {
        var (job, account) = await LeaveBehindAsync(AttemptState.Sending, failure: null);
        var file = Path.Combine(_application.ImageFolder, ImageNames.StorageKey(job, 1, ImageNames.MediaType));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, EmulatedImage.Make(1024, 1024, "image/png"));
        await using var instance = await _application.StartInstanceAsync();
        var view = await EndAsync(instance, job, account);
        ((string)view["status"]!).ShouldBe("succeeded");
        await BalanceBecomesAsync(account, available: 980, held: 0);
        _application.Gemini.Switchboard.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(AttemptState.Failed, "overloaded", 2)]
    [InlineData(AttemptState.NotSent, null, 1)]
    public async Task DesertedBetweenTries_IsSentOnceAndCharged(string state, string? failure, int tries)
    {
        var (job, account) = await LeaveBehindAsync(state, failure);
        await using var one = await _application.StartInstanceAsync();
        await using var two = await _application.StartInstanceAsync();
        var view = await EndAsync(one, job, account);
        ((string)view["status"]!).ShouldBe("succeeded");
        if (tries == 2)
            view["attempts"]!.AsArray().Count.ShouldBe(2);
        await BalanceBecomesAsync(account, available: 980, held: 0);
        _application.Gemini.Switchboard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task TakenOverTooOften_IsGivenUpAndReleased()
    {
        var (job, account) = await LeaveBehindAsync(AttemptState.NotSent, failure: null);
        var store = new JobStore(_application.Database);
        for (var i = 0; i < JobStore.MostTakeovers; i++)
            (await store.TakeOverAsync([], TimeSpan.FromMilliseconds(-1), 10, CancellationToken.None)).ShouldHaveSingleItem().Id.ShouldBe(job);
        await using var instance = await _application.StartInstanceAsync();
        var view = await EndAsync(instance, job, account);
        ((string)view["status"]!).ShouldBe("failed");
        ((string)view["error"]!["code"]!).ShouldBe("internal.error");
        await BalanceBecomesAsync(account, available: 1000, held: 0);
        await using var failures = _application.BillingDatabase.CreateCommand("SELECT provider || ' ' || mode FROM billing.usage_failures WHERE job_id = $1");
        failures.Parameters.AddWithValue(job);
        (await failures.ExecuteScalarAsync()).ShouldBe("google basic");
        _application.Gemini.Switchboard.Count.ShouldBe(0);
    }

    [Fact]
    public async Task HoldWithoutAJob_IsReleasedOnlyOnceThatJobCanNeverAppear()
    {
        var account = Guid.NewGuid();
        var job = Guid.CreateVersion7();
        await _application.HoldAsync(job, account);
        await using var instance = await _application.StartInstanceAsync(("Generation:HoldGraceSeconds", "1"));
        await BalanceBecomesAsync(account, available: 1000, held: 0);

        // The caller that was about to store it comes too late.
        var store = new JobStore(_application.Database);
        var late = new NewJob(job, Guid.NewGuid(), account, null, Request(), TestRoutes.Google, IsSent: true, 20, 1, null, Idempotency: null);
        (await store.InsertRunningAsync(late, TimeSpan.FromMinutes(1), CancellationToken.None)).ShouldBeNull();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(account));
        (await client.GetAsync(new Uri($"/v1/generations/{JobIds.ToWire(job)}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task JobThatCouldNotBeStored_GivesItsHoldBackAtOnce()
    {
        var account = Guid.NewGuid();
        await using var instance = await _application.StartInstanceAsync();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(account));
        await _application.ScalarAsync("ALTER TABLE generation.attempts RENAME TO attempts_away");
        using var failed = await GenerationApplication.GenerateAsync(client, "not stored");
        await failed.ShouldBeAsync(HttpStatusCode.InternalServerError);
        await _application.ScalarAsync("ALTER TABLE generation.attempts_away RENAME TO attempts");
        await BalanceBecomesAsync(account, available: 1000, held: 0);
        _application.Gemini.Switchboard.Count.ShouldBe(0);
        using var made = await GenerationApplication.GenerateAsync(client, "stored");
        await made.ShouldBeAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task HoldOfAnEndedJob_WhoseMessageIsGone_IsSettledFromTheJob()
    {
        var account = Guid.NewGuid();
        await using var first = await _application.StartInstanceAsync();
        using var client = first.ClientFor(GenerationApplication.KeyOf(account));
        await _application.StopBillingAsync();
        await _application.StartBillingAsync();
        _application.Gemini.Switchboard.Latency = TimeSpan.FromSeconds(1);
        var call = GenerationApplication.GenerateAsync(client, "settled late");
        await _application.Gemini.Switchboard.WaitForRequestsAsync(1);
        await _application.StopBillingAsync();
        using var made = await call;
        await made.ShouldBeAsync(HttpStatusCode.Created);
        await _application.ScalarAsync("DELETE FROM generation.outbox");

        await _application.StartBillingAsync();
        await using var second = await _application.StartInstanceAsync(("Generation:HoldGraceSeconds", "1"));
        await BalanceBecomesAsync(account, available: 980, held: 0);
    }

    [Fact]
    public async Task LostLease_Finishing_WritesNothing()
    {
        var (job, account) = await LeaveBehindAsync(AttemptState.Sending, failure: null);
        var store = new JobStore(_application.Database);
        var finished = new FinishedJob(job, JobState.Succeeded, "google", "gemini-nano-banana-2.1", 20, 0, null, null, null, [], [], OutboxMessage.Settle, "{}");
        (await store.FinishAsync(finished, Guid.NewGuid(), CancellationToken.None)).ShouldBeNull();
        (await _application.ScalarAsync("SELECT state FROM generation.jobs WHERE id = @id AND account_id = @a", ("id", job), ("a", account))).ShouldBe("running");
        (await _application.ScalarAsync("SELECT count(*) FROM generation.outbox WHERE job_id = @id", ("id", job))).ShouldBe(0L);
    }

    /// <summary>A job as a killed process leaves it: held, stored, its lease run out.</summary>
    private async Task<(Guid Job, Guid Account)> LeaveBehindAsync(string state, string? failure)
    {
        var (job, account) = (Guid.CreateVersion7(), Guid.NewGuid());
        await _application.HoldAsync(job, account);
        var store = new JobStore(_application.Database);
        var stored = new NewJob(job, Guid.NewGuid(), account, account, Request(), TestRoutes.Google, IsSent: true, 20, 1, null, Idempotency: null);
        (await store.InsertRunningAsync(stored, TimeSpan.FromMilliseconds(-1), CancellationToken.None)).ShouldNotBeNull();
        await using var command = _application.Database.CreateCommand("UPDATE generation.attempts SET state = @state, failure = @failure WHERE job_id = @job");
        command.Parameters.AddWithValue("state", state);
        command.Parameters.Add(new Npgsql.NpgsqlParameter("failure", NpgsqlDbType.Text) { Value = (object?)failure ?? DBNull.Value });
        command.Parameters.AddWithValue("job", job);
        await command.ExecuteNonQueryAsync();
        return (job, account);
    }

    private static GenerationRequest Request() => new("left behind", 1024, 1024, 1, "natural", "basic", "saas");

    private async Task<JsonNode> EndAsync(TestService instance, Guid job, Guid account)
    {
        using var client = instance.ClientFor(GenerationApplication.KeyOf(account));
        JsonNode? view = null;
        await _application.EventuallyAsync(async () =>
        {
            using var response = await client.GetAsync(new Uri($"/v1/generations/{JobIds.ToWire(job)}", UriKind.Relative));
            view = await response.ShouldBeAsync(HttpStatusCode.OK);
            return (string)view!["status"]! is "succeeded" or "failed";
        }, "the job ends");
        return view!;
    }

    private Task BalanceBecomesAsync(Guid account, long available, long held) => _application.EventuallyAsync(async () =>
    {
        var view = await _application.AccountAsync(account);
        return (long)view["available"]! == available && (long)view["held"]! == held;
    }, $"{available} credits are available and {held} held");
}

using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Generation.Tests.Search;
using Npgsql;

namespace NanoBanana.Generation.Tests.Queue;

/// <summary>What deployments scale Generation by: queue_age.sql as it stands in its file, asked by a scaler and by nobody here.</summary>
public sealed class QueueAgeTests
{
    private static readonly string Sql = Repository.Read("services", "Generation", "Queue", "queue_age.sql");

    [Fact]
    public async Task NobodyWaits_IsZero()
    {
        await using var application = await GenerationApplication.CreateAsync();
        (await AgeAsync(application)).ShouldBe(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task JobWaits_IsWhatItsAccountHasWaited(int priority)
    {
        await using var application = await GenerationApplication.CreateAsync();
        var account = await WaitAsync(application, priority, seconds: 90);
        (await AgeAsync(application)).ShouldBeInRange(90, 150);

        await application.ScalarAsync($"UPDATE generation.jobs SET state = 'cancelled', charged_credits = 0, finished_at = now() WHERE account_id = '{account}'");
        (await AgeAsync(application)).ShouldBe(0);
    }

    /// <summary>More processes would give it no further turn.</summary>
    [Fact]
    public async Task JobsThatWaitForOthersOfTheirAccount_DoNotCount()
    {
        await using var application = await GenerationApplication.CreateAsync();
        var account = await WaitAsync(application, priority: 2, seconds: 900);
        await application.ScalarAsync($"UPDATE generation.accounts SET running = max_concurrent WHERE account_id = '{account}'");
        (await AgeAsync(application)).ShouldBe(0);
        await WaitAsync(application, priority: 1, seconds: 40);
        (await AgeAsync(application)).ShouldBeInRange(40, 100);
    }

    [Fact]
    public async Task AccountThatComesBackAfterDays_HasNotWaitedForThem()
    {
        await using var application = await GenerationApplication.CreateAsync();
        var account = await WaitAsync(application, priority: 1, seconds: 200_000);
        await application.ScalarAsync($"UPDATE generation.jobs SET state = 'cancelled', charged_credits = 0, finished_at = now() WHERE account_id = '{account}'");
        await application.ScalarAsync($"UPDATE generation.accounts SET turn = now() - interval '2 days' WHERE account_id = '{account}'");
        await AddJobsAsync(application, $"'{account}'::uuid", priority: 1, count: 1);
        (await AgeAsync(application)).ShouldBeInRange(0, 60);
    }

    [Fact]
    public async Task ManyAccountsWait_ReadsOneEntryOfEachIndex()
    {
        await using var application = await GenerationApplication.CreateAsync();
        await AddJobsAsync(application, "md5((i % 5000)::text)::uuid", priority: 2, count: 30_000);
        await application.ScalarAsync("ANALYZE generation.jobs");
        await application.ScalarAsync("VACUUM ANALYZE generation.accounts");
        var plan = await QueryPlan.ReadAsync(application.Database, new NpgsqlCommand(Sql), isGeneric: false);
        plan.ShouldContain("ix_accounts_ready_batch");
        plan.ShouldNotContain("Seq Scan");
        QueryPlan.PagesRead(plan).ShouldBeLessThan(20, plan);
        QueryPlan.RowsRead(plan).ShouldBeLessThan(5, plan);
    }

    private static async Task<int> AgeAsync(GenerationApplication application) => (int)(await application.ScalarAsync(Sql))!;

    private static async Task<Guid> WaitAsync(GenerationApplication application, int priority, int seconds)
    {
        var account = Guid.NewGuid();
        await AddJobsAsync(application, $"'{account}'::uuid", priority, count: 1);
        await application.ScalarAsync($"UPDATE generation.accounts SET turn = now() - interval '{seconds} seconds' WHERE account_id = '{account}'");
        return account;
    }

    private static Task<object?> AddJobsAsync(GenerationApplication application, string account, int priority, int count) => application.ScalarAsync($$"""
        INSERT INTO generation.jobs (id, account_id, state, request, image_count, held_credits, price_version, provider_cost_micros, priority)
        SELECT gen_random_uuid(), {{account}}, 'queued', '{}', 1, 20, 1, 0, {{priority}} FROM generate_series(1, {{count}}) AS i
        """);
}

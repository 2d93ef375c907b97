using NanoBanana.Contracts.Billing;

namespace NanoBanana.Billing.Tests;

public sealed class UsageRollupTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2026)]
    public async Task RandomJobsInParallel_Rollups_EqualTheRecords(int seed)
    {
        var random = new Random(seed);
        var accounts = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).ToArray();
        var keys = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).Append(Guid.Empty).ToArray();
        foreach (var account in accounts)
            await billing.ChangeTierAsync(account, Tiers.PayAsYouGo);

        await Task.WhenAll(Enumerable.Range(0, 150).Select(_ => RunAsync(
            accounts[random.Next(3)], keys[random.Next(4)], random.Next(1, 5), random.Next(1, 5), random.Next(4), random.Next(6))));

        (await billing.CountAsync("SELECT count(*) FROM billing.usage_records")).ShouldBeGreaterThan(50);
        (await DifferencesAsync("account_id, day, key_id, sum(images), sum(credits)", "account_id, day, key_id", "account_id, day, key_id, images, credits FROM billing.usage_daily")).ShouldBe(0);
        (await billing.CountAsync("SELECT count(*) FROM billing.usage_failures")).ShouldBeGreaterThan(5);
        (await billing.CountAsync("SELECT sum(fallbacks) FROM billing.usage_rollups")).ShouldBeGreaterThan(5);
        (await RollupDifferencesAsync()).ShouldBe(0);
        (await DifferencesAsync("account_id, key_id, sum(images), sum(credits), max(completed_at)", "account_id, key_id", "account_id, key_id, images, credits, last_used FROM billing.usage_totals")).ShouldBe(0);
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task ProcessOfTheVersionBefore_SettlesAndReleases_IsRolledUpAsFarAsItTells()
    {
        var (made, failed, account) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await billing.PlaceAsync(made, account);
        await billing.PlaceAsync(failed, account);

        await billing.ExecuteAsync(
            $"""
            SELECT billing.settle_holds(ARRAY['{made}']::uuid[], ARRAY['{Guid.Empty}']::uuid[], ARRAY[1], ARRAY['google'], ARRAY['basic'], ARRAY[7], ARRAY[now()],
                ARRAY[NULL]::text[], ARRAY[NULL]::bigint[], ARRAY[1]);
            SELECT billing.release_holds(ARRAY['{failed}']::uuid[])
            """);

        (await billing.AccountAsync(account)).ShouldBe(new AccountView(account, Tiers.Free, 980, 0, 10));
        (await billing.CountAsync($"SELECT generations * 1000 + failures * 100 + fallbacks * 10 + duration_ms FROM billing.usage_rollups WHERE account_id = '{account}'")).ShouldBe(1_007);
    }

    /// <summary>A job's whole life, with every call made once or twice.</summary>
    private async Task RunAsync(Guid account, Guid key, int held, int made, int daysAgo, int fate)
    {
        var job = Guid.NewGuid();
        await billing.PlaceAsync(job, account, held, "gemini-3-pro-image", daysAgo == 0 ? "4K" : "1K");
        if (fate == 0)
            return;
        if (fate == 1)
        {
            await Task.WhenAll(billing.ReleaseAsync(job), billing.ReleaseAsync(job));
            return;
        }

        var completed = TimeProvider.System.GetUtcNow().AddDays(-daysAgo);
        var (provider, mode) = (held % 2 == 0 ? "google" : "bfl", made == 1 ? "batch" : "basic");
        if (fate == 5)
        {
            await Task.WhenAll(billing.FailAsync(job, provider, mode, completed), billing.FailAsync(job, provider, mode, completed), billing.ReleaseAsync(job));
            return;
        }

        await Task.WhenAll(Enumerable.Range(0, fate - 1).Select(_ => billing.SettleAsync(
            job, made, key == Guid.Empty ? null : key, completed, provider: provider, mode: mode, durationMs: 100 * held, fallback: daysAgo == 1)));
    }

    private Task<long> RollupDifferencesAsync()
    {
        const string By = "account_id, day, provider, mode, resolution";
        const string Rollup = $"SELECT {By}, generations, failures, fallbacks, duration_ms, credits FROM billing.usage_rollups";
        const string Records = $"""
            SELECT {By}, sum(made)::bigint, sum(failed)::bigint, sum(fallback)::bigint, sum(duration)::bigint, sum(credits)::bigint FROM (
                SELECT {By}, 1 AS made, 0 AS failed, fallback::int AS fallback, duration_ms AS duration, credits FROM billing.usage_records
                UNION ALL SELECT {By}, 0, 1, 0, 0, 0 FROM billing.usage_failures) AS jobs
            GROUP BY {By}
            """;
        return billing.CountAsync(
            $"SELECT (SELECT count(*) FROM ({Records} EXCEPT {Rollup}) a) + (SELECT count(*) FROM ({Rollup} EXCEPT {Records}) b)");
    }

    private Task<long> DifferencesAsync(string sums, string by, string rollup)
    {
        var records = $"SELECT {sums} FROM billing.usage_records GROUP BY {by}";
        return billing.CountAsync(
            $"SELECT (SELECT count(*) FROM ({records} EXCEPT SELECT {rollup}) a) + (SELECT count(*) FROM (SELECT {rollup} EXCEPT {records}) b)");
    }
}

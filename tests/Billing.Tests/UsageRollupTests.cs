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

        await Task.WhenAll(Enumerable.Range(0, 120).Select(_ => RunAsync(
            accounts[random.Next(3)], keys[random.Next(4)], random.Next(1, 5), random.Next(1, 5), random.Next(4), random.Next(5))));

        (await billing.CountAsync("SELECT count(*) FROM billing.usage_records")).ShouldBeGreaterThan(50);
        (await DifferencesAsync("account_id, day, key_id, sum(images), sum(credits)", "account_id, day, key_id", "account_id, day, key_id, images, credits FROM billing.usage_daily")).ShouldBe(0);
        (await DifferencesAsync("account_id, key_id, sum(images), sum(credits), max(completed_at)", "account_id, key_id", "account_id, key_id, images, credits, last_used FROM billing.usage_totals")).ShouldBe(0);
        await billing.ShouldBalanceAsync();
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
        await Task.WhenAll(Enumerable.Range(0, fate - 1).Select(_ =>
            billing.SettleAsync(job, made, key == Guid.Empty ? null : key, completed)));
    }

    private Task<long> DifferencesAsync(string sums, string by, string rollup)
    {
        var records = $"SELECT {sums} FROM billing.usage_records GROUP BY {by}";
        return billing.CountAsync(
            $"SELECT (SELECT count(*) FROM ({records} EXCEPT SELECT {rollup}) a) + (SELECT count(*) FROM (SELECT {rollup} EXCEPT {records}) b)");
    }
}

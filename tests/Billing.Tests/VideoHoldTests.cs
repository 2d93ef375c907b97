using System.Net;
using System.Net.Http.Json;
using NanoBanana.Billing.Data;
using NanoBanana.Contracts.Billing;

namespace NanoBanana.Billing.Tests;

/// <summary>A video is paid for by the second and counted as one.</summary>
public sealed class VideoHoldTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    private const string Model = "veo-3.1-fast-generate-preview";

    [Fact]
    public async Task Video_HeldAndSettled_ChargesItsSecondsAndCountsOneResult()
    {
        var (job, account, key) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());

        var hold = await PlaceAsync(job, account, seconds: 5);
        var first = await billing.SettleAsync(job, units: 5, key: key, results: 1);
        var again = await billing.SettleAsync(job, units: 5, key: key, results: 1);

        (hold.Outcome, hold.Credits, hold.ProviderCostMicros).ShouldBe((HoldOutcome.Held, 500, 500_000));
        first.ShouldBe(new CloseHoldResult(CloseHoldOutcome.Closed, 500, 500));
        again.ShouldBe(first);
        (await RowAsync($"SELECT kind, images, units, credits FROM billing.usage_records WHERE job_id = '{job}'")).ShouldBe("(video,1,5,500)");
        (await RowAsync($"SELECT images, credits FROM billing.usage_daily WHERE account_id = '{account}'")).ShouldBe("(1,500)");
        (await RowAsync($"SELECT images, credits FROM billing.usage_totals WHERE account_id = '{account}' AND key_id = '{key}'")).ShouldBe("(1,500)");
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task ImagesAndVideosOfOneKey_AreCountedTogetherAsResults()
    {
        var (account, key) = (Guid.NewGuid(), Guid.NewGuid());
        var (images, video) = (Guid.NewGuid(), Guid.NewGuid());
        await billing.PlaceAsync(images, account, units: 3);
        await PlaceAsync(video, account, seconds: 8);

        await billing.SettleAsync(images, units: 3, key: key);
        await billing.SettleAsync(video, units: 8, key: key, results: 1);

        (await RowAsync($"SELECT images, credits FROM billing.usage_daily WHERE account_id = '{account}'")).ShouldBe("(4,860)");
        (await RowAsync($"SELECT kind, images, units FROM billing.usage_records WHERE job_id = '{images}'")).ShouldBe("(image,3,3)");
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task FewerSecondsThanHeld_Settle_GivesTheRestBack()
    {
        var (job, account) = (Guid.NewGuid(), Guid.NewGuid());
        await PlaceAsync(job, account, seconds: 8);

        (await billing.SettleAsync(job, units: 4, results: 1)).ShouldBe(new CloseHoldResult(CloseHoldOutcome.Closed, 400, 600));
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task MoreResultsThanUnits_Settle_IsRefusedAndTheHoldStays()
    {
        var (job, account) = (Guid.NewGuid(), Guid.NewGuid());
        await PlaceAsync(job, account, seconds: 4);

        using var response = await billing.Internal.PostAsJsonAsync($"/internal/holds/{job}/settle",
            new { job_id = job, units = 4, results = 5, provider = "google", mode = "basic", duration_ms = 1, completed_at = TimeProvider.System.GetUtcNow() });

        (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!.ToJsonString().ShouldContain("results");
        (await billing.AccountAsync(account)).Held.ShouldBe(400);
    }

    [Fact]
    public async Task ProcessOfTheVersionBefore_Settle_CountsItsUnits()
    {
        var (job, account) = (Guid.NewGuid(), Guid.NewGuid());
        await billing.PlaceAsync(job, account, units: 2);

        (await RowAsync(
            $"""
            SELECT outcome, charged, first_time FROM billing.settle_holds(ARRAY['{job}']::uuid[], ARRAY['{Guid.Empty}']::uuid[], ARRAY[2], ARRAY['sandbox'],
                ARRAY['basic'], ARRAY[1], ARRAY[now()], ARRAY[NULL]::text[], ARRAY[NULL]::bigint[])
            """)).ShouldBe("(closed,40,t)");

        (await RowAsync($"SELECT kind, images, units FROM billing.usage_records WHERE job_id = '{job}'")).ShouldBe("(image,2,2)");
        await billing.ShouldBalanceAsync();
    }

    private Task<PlaceHoldResult> PlaceAsync(Guid job, Guid account, int seconds) =>
        billing.PlaceAsync(job, account, seconds, Model, "720p", kind: "video");

    /// <summary>The one row, as Postgres writes a record.</summary>
    private async Task<string> RowAsync(string sql)
    {
        await using var command = billing.Data.CreateCommand($"SELECT found::text FROM ({sql}) AS found");
        return (await command.ReadAllAsync(static row => row.GetString(0), CancellationToken.None)).ShouldHaveSingleItem();
    }
}

using NanoBanana.Contracts.Billing;

namespace NanoBanana.Billing.Tests;

public sealed class MonthlyGrantTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    [Fact]
    public async Task MonthChanged_ParallelHolds_RenewOnceAndTheRestLapses()
    {
        var account = Guid.NewGuid();
        await billing.UseAsync(account, 10);
        var running = Guid.NewGuid();
        await billing.PlaceAsync(running, account, units: 5);
        await LastMonthAsync(account);

        var results = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => billing.PlaceAsync(Guid.NewGuid(), account)));

        results.Count(static result => result.Outcome == HoldOutcome.Held).ShouldBe(50);
        (await billing.AccountAsync(account)).ShouldBe(new AccountView(account, Tiers.Free, 0, 1_100, 10));
        (await SumAsync(account, "lapse")).ShouldBe(700);
        (await SumAsync(account, "grant")).ShouldBe(2_000);
        (await billing.SettleAsync(running, units: 5)).Outcome.ShouldBe(CloseHoldOutcome.Closed);
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task MonthChanged_Read_ShowsTheNewGrant()
    {
        var account = Guid.NewGuid();
        await billing.UseAsync(account, 10);
        await LastMonthAsync(account);

        (await billing.AccountAsync(account)).Available.ShouldBe(1_000);
        (await billing.AccountAsync(account)).Available.ShouldBe(1_000);

        (await SumAsync(account, "grant")).ShouldBe(2_000);
    }

    [Fact]
    public async Task UncappedAccount_MonthChanged_KeepsWhatItOwes()
    {
        var account = Guid.NewGuid();
        await billing.ChangeTierAsync(account, Tiers.PayAsYouGo);
        await billing.UseAsync(account, 10);
        await LastMonthAsync(account);

        (await billing.AccountAsync(account)).Available.ShouldBe(-200);

        await billing.ShouldBalanceAsync();
    }

    private Task LastMonthAsync(Guid account) =>
        billing.ExecuteAsync($"UPDATE billing.accounts SET grant_month = grant_month - interval '1 month' WHERE id = '{account}'");

    private Task<long> SumAsync(Guid account, string kind) =>
        billing.CountAsync($"SELECT coalesce(sum(amount), 0) FROM billing.transfers WHERE account_id = '{account}' AND kind = '{kind}'");
}

using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts.Billing;

namespace NanoBanana.Billing.Tests;

public sealed class CloseHoldTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    [Fact]
    public async Task OpenHold_Settle_ChargesItOnce()
    {
        var (job, account) = (Guid.NewGuid(), Guid.NewGuid());
        await billing.PlaceAsync(job, account, units: 4);

        var first = await billing.SettleAsync(job, units: 4);
        var second = await billing.SettleAsync(job, units: 4);

        first.ShouldBe(new CloseHoldResult(CloseHoldOutcome.Closed, 80, 920));
        second.ShouldBe(first);
        (await billing.AccountAsync(account)).Held.ShouldBe(0);
        (await billing.CountAsync($"SELECT count(*) FROM billing.usage_records WHERE job_id = '{job}'")).ShouldBe(1);
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task FewerUnitsThanHeld_Settle_GivesTheRestBack()
    {
        var (job, account) = (Guid.NewGuid(), Guid.NewGuid());
        await billing.PlaceAsync(job, account, units: 4, model: "gemini-3-pro-image", resolution: "4K");

        (await billing.SettleAsync(job, units: 1)).ShouldBe(new CloseHoldResult(CloseHoldOutcome.Closed, 40, 960));

        (await billing.AccountAsync(account)).ShouldBe(new AccountView(account, Tiers.Free, 960, 0, 10));
        (await billing.CountAsync($"SELECT provider_cost_micros FROM billing.usage_records WHERE job_id = '{job}'")).ShouldBe(240_000);
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task MoreUnitsThanHeld_Settle_ChargesNoMoreThanWasQuoted()
    {
        var job = Guid.NewGuid();
        await billing.PlaceAsync(job, Guid.NewGuid(), units: 2);

        (await billing.SettleAsync(job, units: 9)).ShouldBe(new CloseHoldResult(CloseHoldOutcome.Closed, 40, 960));
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task OpenHold_Release_GivesEverythingBackOnce()
    {
        var (job, account) = (Guid.NewGuid(), Guid.NewGuid());
        await billing.PlaceAsync(job, account, units: 4);

        (await billing.ReleaseAsync(job)).ShouldBe(new CloseHoldResult(CloseHoldOutcome.Closed, 0, 1_000));
        (await billing.ReleaseAsync(job)).ShouldBe(new CloseHoldResult(CloseHoldOutcome.Closed, 0, 1_000));

        (await billing.CountAsync($"SELECT count(*) FROM billing.usage_records WHERE account_id = '{account}'")).ShouldBe(0);
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task ClosedHold_CloseTheOtherWay_ContradictsAndMovesNothing()
    {
        var (settled, released, account) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await billing.PlaceAsync(settled, account);
        await billing.SettleAsync(settled);
        await billing.PlaceAsync(released, account);
        await billing.ReleaseAsync(released);

        (await billing.ReleaseAsync(settled)).ShouldBe(new CloseHoldResult(CloseHoldOutcome.Contradicts, 20, 980));
        (await billing.SettleAsync(released)).ShouldBe(new CloseHoldResult(CloseHoldOutcome.Contradicts, 0, 980));

        (await billing.AccountAsync(account)).ShouldBe(new AccountView(account, Tiers.Free, 980, 0, 10));
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task UnknownJob_Close_IsNotFound()
    {
        (await billing.SettleAsync(Guid.NewGuid())).Outcome.ShouldBe(CloseHoldOutcome.NotFound);
        (await billing.ReleaseAsync(Guid.NewGuid())).Outcome.ShouldBe(CloseHoldOutcome.NotFound);
    }

    [Fact]
    public async Task OtherJobOrNothingMade_Settle_IsRefused()
    {
        var job = Guid.NewGuid();
        using var response = await billing.Internal.PostAsJsonAsync($"/internal/holds/{job}/settle",
            new { job_id = Guid.NewGuid(), units = 0, provider = "", mode = "basic", duration_ms = -1, results = 0 });

        var body = await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        foreach (var field in new[] { "job_id", "units", "provider", "duration_ms", "completed_at", "results" })
            body!.ToJsonString().ShouldContain(field);
    }

    [Fact]
    public async Task FailureWithoutItsNames_Release_IsRefusedAndTheHoldStays()
    {
        var (job, account) = (Guid.NewGuid(), Guid.NewGuid());
        await billing.PlaceAsync(job, account);

        using var response = await billing.Internal.PostAsJsonAsync(
            $"/internal/holds/{job}/release", new { failure = new { provider = "", mode = new string('m', 129) } });

        var body = await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        foreach (var field in new[] { "failure -> provider", "failure -> mode", "failure -> completed_at" })
            body!["errors"]!.AsArray().ShouldContain(error => error!.ToJsonString().Contains(field.Replace(">", "\\u003E", StringComparison.Ordinal), StringComparison.Ordinal), field);
        (await billing.AccountAsync(account)).Held.ShouldBe(20);
    }

    [Fact]
    public async Task ReleasedWithoutAFailure_FailedLater_IsNoFailure()
    {
        var (job, account) = (Guid.NewGuid(), Guid.NewGuid());
        await billing.PlaceAsync(job, account);
        await billing.ReleaseAsync(job);

        (await billing.FailAsync(job)).Outcome.ShouldBe(CloseHoldOutcome.Closed);
        (await billing.CountAsync($"SELECT count(*) FROM billing.usage_failures WHERE account_id = '{account}'")).ShouldBe(0);
    }
}

using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts.Billing;

namespace NanoBanana.Billing.Tests;

public sealed class PlaceHoldTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    [Fact]
    public async Task NewAccount_Place_OpensItWithItsGrantAndHolds()
    {
        var account = Guid.NewGuid();

        var result = await billing.PlaceAsync(Guid.NewGuid(), account, units: 2, model: "gemini-3.1-flash-image", resolution: "2K");

        result.ShouldBe(new PlaceHoldResult(HoldOutcome.Held, Credits: 60, PriceVersion: 3, Available: 940, ProviderCostMicros: 202_000));
        var view = await billing.AccountAsync(account);
        view.ShouldBe(new AccountView(account, Tiers.Free, 940, 60, RequestsPerHour: 10));
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task BalanceTooSmall_Place_IsInsufficientAndMovesNothing()
    {
        var account = Guid.NewGuid();
        await billing.PlaceAsync(Guid.NewGuid(), account, units: 49);

        var result = await billing.PlaceAsync(Guid.NewGuid(), account, units: 2);

        result.ShouldBe(new PlaceHoldResult(HoldOutcome.Insufficient, 40, 3, Available: 20, 0));
        (await billing.AccountAsync(account)).Held.ShouldBe(980);
    }

    [Theory]
    [InlineData("imagen-4", "1K")]
    [InlineData("gemini-3.1-flash-lite-image", "4K")]
    [InlineData("sandbox-1", "1k")]
    public async Task UnlistedModelOrResolution_Place_HasNoPrice(string model, string resolution)
    {
        var result = await billing.PlaceAsync(Guid.NewGuid(), Guid.NewGuid(), model: model, resolution: resolution);

        result.Outcome.ShouldBe(HoldOutcome.NoPrice);
        result.Available.ShouldBe(1_000);
    }

    [Fact]
    public async Task HeldJob_PlaceAgain_AnswersAsTheFirstTime()
    {
        var (job, account) = (Guid.NewGuid(), Guid.NewGuid());
        var first = await billing.PlaceAsync(job, account, units: 3);

        (await billing.PlaceAsync(job, account, units: 3)).ShouldBe(first);

        (await billing.AccountAsync(account)).Held.ShouldBe(60);
    }

    [Fact]
    public async Task HeldJob_PlaceOtherwise_Differs()
    {
        var (job, account) = (Guid.NewGuid(), Guid.NewGuid());
        await billing.PlaceAsync(job, account);

        (await billing.PlaceAsync(job, account, units: 2)).Outcome.ShouldBe(HoldOutcome.Differs);
        (await billing.PlaceAsync(job, account, model: "gemini-3-pro-image", resolution: "2K")).Outcome.ShouldBe(HoldOutcome.Differs);
        (await billing.PlaceAsync(job, account, model: "nobody-prices-this")).Outcome.ShouldBe(HoldOutcome.Differs);
        (await billing.PlaceAsync(job, account, resolution: "4K")).Outcome.ShouldBe(HoldOutcome.Differs);
        (await billing.PlaceAsync(job, Guid.NewGuid())).Outcome.ShouldBe(HoldOutcome.Differs);
    }

    [Fact]
    public async Task HeldJob_RoutedToAnotherModelOfItsPrice_IsTheSameHold()
    {
        var (job, account) = (Guid.NewGuid(), Guid.NewGuid());
        var first = await billing.PlaceAsync(job, account, model: "gemini-3-pro-image");

        (await billing.PlaceAsync(job, account, model: "gpt-image-2")).ShouldBe(first);

        var view = await billing.AccountAsync(account);
        (view.Available, view.Held).ShouldBe((980, 20));
        (await billing.CountAsync($"SELECT count(*) FROM billing.holds WHERE job_id = '{job}' AND model = 'gemini-3-pro-image'")).ShouldBe(1);
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task EndedJob_Place_Ended()
    {
        var (settled, released, account) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await billing.PlaceAsync(settled, account);
        await billing.SettleAsync(settled);
        await billing.PlaceAsync(released, account);
        await billing.ReleaseAsync(released);

        (await billing.PlaceAsync(settled, account)).Outcome.ShouldBe(HoldOutcome.Ended);
        (await billing.PlaceAsync(released, account)).Outcome.ShouldBe(HoldOutcome.Ended);
        (await billing.AccountAsync(account)).ShouldBe(new AccountView(account, Tiers.Free, 980, 0, 10));
    }

    [Fact]
    public async Task AccountOfAProject_Place_IsRecordedAndNeverCapped()
    {
        var project = OperatorAccount.OfProject("shop " + Guid.NewGuid());

        (await billing.PlaceAsync(Guid.NewGuid(), project, units: 500)).Outcome.ShouldBe(HoldOutcome.Held);

        (await billing.AccountAsync(project)).ShouldBe(new AccountView(project, Tiers.Operator, -10_000, 10_000, 100));
    }

    [Fact]
    public async Task OperatorAccount_Place_IsNeverCapped()
    {
        for (var i = 0; i < 3; i++)
            (await billing.PlaceAsync(Guid.NewGuid(), OperatorAccount.Id, units: 500)).Outcome.ShouldBe(HoldOutcome.Held);

        var view = await billing.AccountAsync(OperatorAccount.Id);
        view.ShouldBe(new AccountView(OperatorAccount.Id, Tiers.Operator, -30_000, 30_000, 100));
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task InvalidFields_Place_NamesThemAll()
    {
        using var response = await billing.Internal.PostAsJsonAsync("/internal/holds",
            new { job_id = Guid.Empty, account_id = Guid.Empty, model = "", resolution = (string?)null, kind = "image", units = 0 });

        var body = await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        response.ErrorCode().ShouldBe("request.invalid");
        foreach (var field in new[] { "job_id", "account_id", "model", "resolution", "units" })
            body!.ToJsonString().ShouldContain(field);
    }
}

using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Identity;

namespace NanoBanana.Billing.Tests;

/// <summary>A deleted account spends nothing more, what it holds is closed by its jobs, and its balance lapses.</summary>
public sealed class CloseAccountTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    [Fact]
    public async Task ClosedAccount_LapsesAndHoldsNothingMore()
    {
        var account = Guid.NewGuid();
        await billing.UseAsync(account, 2);
        (await CloseAsync(account)).ShouldBe([account]);

        (await billing.AccountAsync(account)).ShouldBe(new AccountView(account, Tiers.Closed, 0, 0, Tiers.All[Tiers.Closed].RequestsPerHour));
        (await billing.PlaceAsync(Guid.NewGuid(), account)).Outcome.ShouldBe(HoldOutcome.Insufficient);
        (await billing.ChangeTierAsync(account, Tiers.Enterprise)).Tier.ShouldBe(Tiers.Closed);
        (await billing.PlaceAsync(Guid.NewGuid(), account)).Outcome.ShouldBe(HoldOutcome.Insufficient);
        (await CloseAsync(account)).ShouldBe([account]);
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task WhatIsHeld_IsAwaitedAndWhatComesBackLapsesAsWell()
    {
        var (account, quiet) = (Guid.NewGuid(), Guid.NewGuid());
        var (settled, released) = (Guid.NewGuid(), Guid.NewGuid());
        await billing.PlaceAsync(settled, account, units: 2);
        await billing.PlaceAsync(released, account);
        (await CloseAsync(account, quiet)).ShouldBe([quiet]);

        await billing.SettleAsync(settled, units: 1);
        (await CloseAsync(account)).ShouldBeEmpty();
        await billing.ReleaseAsync(released);
        (await billing.AccountAsync(account)).Available.ShouldBe(20);
        (await CloseAsync(account)).ShouldBe([account]);
        (await billing.AccountAsync(account)).Available.ShouldBe(0);
        (await billing.CountAsync($"SELECT sum(amount) FROM billing.transfers WHERE account_id = '{account}' AND kind = 'settle'")).ShouldBe(20);
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task AccountThatWasNeverOpened_IsNotOpenedWithAGrantLater()
    {
        var account = Guid.NewGuid();
        (await CloseAsync(account)).ShouldBe([account]);
        (await billing.AccountAsync(account)).Available.ShouldBe(0);
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task UncappedAccountThatOwes_IsInvoicedAndClosed()
    {
        var account = Guid.NewGuid();
        await billing.ChangeTierAsync(account, Tiers.PayAsYouGo);
        await billing.UseAsync(account, 3);
        (await CloseAsync(account)).ShouldBe([account]);
        (await billing.AccountAsync(account)).Available.ShouldBe(0);
        await billing.ShouldBalanceAsync();
    }

    private async Task<IReadOnlyList<Guid>> CloseAsync(params Guid[] accounts)
    {
        using var identity = billing.Service.ClientForService("identity");
        using var response = await identity.PutAsJsonAsync("/internal/accounts/erasures", accounts, ContractsJsonContext.Default.IReadOnlyListGuid);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await response.Content.ReadFromJsonAsync(ContractsJsonContext.Default.ErasureAnswer))!.Done;
    }
}

using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Keys;
using StackExchange.Redis;

namespace NanoBanana.Billing.Tests;

public sealed class ChangeTierTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    [Theory]
    [InlineData(Tiers.Free, Tiers.Pro, 5, 39_900)]
    [InlineData(Tiers.Pro, Tiers.Hobby, 5, 9_900)]
    [InlineData(Tiers.Pro, Tiers.Free, 500, 0)]
    [InlineData(Tiers.Pro, Tiers.PayAsYouGo, 500, 0)]
    [InlineData(Tiers.PayAsYouGo, Tiers.Hobby, 5, 10_000)]
    [InlineData(Tiers.Enterprise, Tiers.PayAsYouGo, 5, -100)]
    public async Task UsedImages_Change_GrantBecomesTheNewTiers(string from, string to, int images, long available)
    {
        var account = Guid.NewGuid();
        await billing.ChangeTierAsync(account, from);
        await billing.UseAsync(account, images);

        var view = await billing.ChangeTierAsync(account, to);

        view.ShouldBe(new AccountView(account, to, available, 0, Tiers.All[to].RequestsPerHour));
        (await billing.ChangeTierAsync(account, to)).ShouldBe(view);
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task SpentGrant_ChangeDownAndUpAgain_GrantsNothingTwice()
    {
        var account = Guid.NewGuid();
        await billing.ChangeTierAsync(account, Tiers.Hobby);
        await billing.UseAsync(account, 500);

        foreach (var tier in new[] { Tiers.Free, Tiers.Hobby, Tiers.PayAsYouGo, Tiers.Hobby })
            (await billing.ChangeTierAsync(account, tier)).Available.ShouldBe(0);
    }

    [Fact]
    public async Task OwingAccount_ChangeToACappedTier_MovesTheDebtOutOfTheBalance()
    {
        var account = Guid.NewGuid();
        await billing.ChangeTierAsync(account, Tiers.PayAsYouGo);
        await billing.UseAsync(account, 1_000);

        (await billing.ChangeTierAsync(account, Tiers.Free)).Available.ShouldBe(1_000);

        (await billing.CountAsync($"SELECT amount FROM billing.transfers WHERE account_id = '{account}' AND debit = 'receivable'")).ShouldBe(20_000);
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task Change_IsAnnouncedToEveryGateway()
    {
        var account = Guid.NewGuid();
        using var redis = await ConnectionMultiplexer.ConnectAsync(await TestServers.Redis);
        var heard = new TaskCompletionSource();
        await redis.GetSubscriber().SubscribeAsync(Invalidation.Channel, (_, message) =>
        {
            if (message == Invalidation.Account(account))
                heard.TrySetResult();
        });

        await billing.ChangeTierAsync(account, Tiers.Pro);

        await heard.Task.WaitAsync(TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("gold")]
    [InlineData("")]
    [InlineData(null)]
    public async Task UnknownTier_Change_IsRefused(string? tier)
    {
        using var response = await billing.Internal.PutAsJsonAsync($"/internal/accounts/{Guid.NewGuid()}/tier", new { tier });
        await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task EmptyAccountId_ReadOrChange_OpensNoAccount()
    {
        using var read = await billing.Internal.GetAsync($"/internal/accounts/{Guid.Empty}");
        using var change = await billing.Internal.PutAsJsonAsync($"/internal/accounts/{Guid.Empty}/tier", new { tier = Tiers.Pro });

        await read.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        await change.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        (await billing.CountAsync($"SELECT count(*) FROM billing.accounts WHERE id = '{Guid.Empty}'")).ShouldBe(0);
    }
}

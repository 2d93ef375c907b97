using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Billing.Tests;

public sealed class DependencyOutageTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    /// <summary>Nobody listens on the discard port.</summary>
    private const string Nowhere = "127.0.0.1:9";

    [Fact]
    public async Task RedisDown_ChangeTier_IsKeptAllTheSame()
    {
        await using var service = await billing.StartAnotherAsync(redis: Nowhere);
        using var client = service.ClientForService();
        var account = Guid.NewGuid();

        using var response = await client.PutAsJsonAsync($"/internal/accounts/{account}/tier", new { tier = Tiers.Pro });

        await response.ShouldBeAsync(HttpStatusCode.OK);
        (await billing.AccountAsync(account)).Tier.ShouldBe(Tiers.Pro);
    }

    [Fact]
    public async Task KeysDown_Usage_Is503AndWhatNeedsNoNamesStillAnswers()
    {
        await using var service = await billing.StartAnotherAsync(keys: "http://" + Nowhere);
        using var client = service.ClientFor(new Principal { Kind = PrincipalKind.User, AccountId = Guid.NewGuid() });

        foreach (var path in new[] { "/v1/usage/summary", $"/v1/usage/key/{Guid.NewGuid()}" })
        {
            using var response = await client.GetAsync(path);
            await response.ShouldBeAsync(HttpStatusCode.ServiceUnavailable);
            response.Headers.RetryAfter.ShouldNotBeNull();
        }

        using var daily = await client.GetAsync("/v1/usage/daily");
        using var balance = await client.GetAsync("/v1/billing/balance");
        await daily.ShouldBeAsync(HttpStatusCode.OK);
        await balance.ShouldBeAsync(HttpStatusCode.OK);
    }
}

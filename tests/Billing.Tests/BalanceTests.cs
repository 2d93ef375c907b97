using System.Net;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Billing.Tests;

public sealed class BalanceTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    [Theory]
    [InlineData(PrincipalKind.User)]
    [InlineData(PrincipalKind.UserKey)]
    public async Task UserOrKey_Balance_ShowsWhatIsLeftAndWhenItRenews(PrincipalKind kind)
    {
        var account = Guid.NewGuid();
        await billing.UseAsync(account, 1);
        await billing.PlaceAsync(Guid.NewGuid(), account, units: 2);

        var now = TimeProvider.System.GetUtcNow();
        var renews = new DateTime(now.Year, now.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(1);
        (await GetAsync(account, kind)).ShouldBe(
            $$"""{"tier":"free","available":940,"held":40,"monthly_credits":1000,"renews_at":"{{renews:yyyy-MM-dd}}T00:00:00Z"}""");
    }

    [Fact]
    public async Task NewAccount_Balance_ShowsTheFirstGrant() =>
        (await GetAsync(Guid.NewGuid(), PrincipalKind.User)).ShouldStartWith("""{"tier":"free","available":1000,"held":0,""");

    [Fact]
    public async Task UncappedAccount_Balance_NeverRenews() =>
        (await GetAsync(OperatorAccount.Id, PrincipalKind.MasterKey)).ShouldBe(
            """{"tier":"operator","available":0,"held":0,"monthly_credits":0,"renews_at":null}""");

    private async Task<string> GetAsync(Guid account, PrincipalKind kind)
    {
        using var client = billing.ClientFor(account, kind);
        using var response = await client.GetAsync("/v1/billing/balance");
        await response.ShouldBeAsync(HttpStatusCode.OK);
        return await response.Content.ReadAsStringAsync();
    }
}

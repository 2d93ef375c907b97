using System.Net;

namespace NanoBanana.Billing.Tests;

/// <summary>The price table, for whoever chooses among models.</summary>
public sealed class ListPricesTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    [Fact]
    public async Task Service_Asks_GetsTheWholeValidVersionAndNoOther()
    {
        await billing.ExecuteAsync("INSERT INTO billing.prices VALUES (9, 'later', '1K', 'image', 1, 1, now() + interval '1 day')");
        var client = billing.Internal;

        using var response = await client.GetAsync(new Uri("/internal/prices", UriKind.Relative));

        var body = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        ((int)body["version"]!).ShouldBe(3);
        var rows = body["prices"]!.AsArray();
        rows.ShouldAllBe(static row => (string)row!["model"]! != "later");
        var row = rows.Single(static row => (string)row!["model"]! == "gemini-3-pro-image" && (string)row!["resolution"]! == "4K")!;
        ((string)row["kind"]!, (int)row["credits"]!, (long)row["provider_cost_micros"]!).ShouldBe(("image", 40, 240_000));
    }

    [Fact]
    public async Task Anybody_Else_IsRefused()
    {
        using var client = billing.ClientFor(Guid.NewGuid());
        using var response = await client.GetAsync(new Uri("/internal/prices", UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}

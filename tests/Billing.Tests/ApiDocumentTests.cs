using System.Net;

namespace NanoBanana.Billing.Tests;

public sealed class ApiDocumentTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    [Fact]
    public async Task EveryRoute_Document_HasANameASummaryAndItsFailures()
    {
        using var client = billing.Service.CreateClient();
        using var response = await client.GetAsync("/openapi/billing.json");
        var document = await response.ShouldBeAsync(HttpStatusCode.OK);

        var operations = document!["paths"]!.AsObject().SelectMany(static path => path.Value!.AsObject()).Select(static method => method.Value!).ToArray();
        operations.Select(static operation => operation["operationId"]!.GetValue<string>()).ShouldBe(
            ["ListPrices", "PlaceHold", "SettleHold", "ReleaseHold", "ListOpenHolds", "GetBillingAccount", "ChangeTier", "SummarizeAccounts", "CloseAccounts", "ExportBillingAccount", "GetUsageSummary", "GetDailyUsage", "GetKeyUsage", "GetBalance",
             "GetAnalyticsOverview", "GetAnalyticsUsage", "GetAnalyticsCosts", "GetAnalyticsProviders", "GetAnalyticsTrends"],
            ignoreOrder: true);
        foreach (var operation in operations)
        {
            operation["summary"]!.GetValue<string>().ShouldNotBeEmpty();
            operation["responses"]!.AsObject().Select(static answer => answer.Key).ShouldBeSubsetOf(["200", "401", "403", "404", "422", "503"]);
            operation["responses"]!["401"].ShouldNotBeNull();
        }
    }
}

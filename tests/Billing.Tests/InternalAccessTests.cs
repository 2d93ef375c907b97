using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Billing.Tests;

public sealed class InternalAccessTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    public static TheoryData<string, string> Routes => new()
    {
        { "POST", "/internal/holds" },
        { "POST", "/internal/holds/6f1d3a4e-54a1-4c3c-9a39-8f8a7e0a1b2c/settle" },
        { "POST", "/internal/holds/6f1d3a4e-54a1-4c3c-9a39-8f8a7e0a1b2c/release" },
        { "GET", "/internal/holds/open" },
        { "GET", "/internal/accounts/6f1d3a4e-54a1-4c3c-9a39-8f8a7e0a1b2c" },
        { "PUT", "/internal/accounts/6f1d3a4e-54a1-4c3c-9a39-8f8a7e0a1b2c/tier" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task NoProof_Call_Is401(string method, string path)
    {
        using var client = billing.Service.CreateClient();
        using var response = await client.SendAsync(Request(method, path));
        await response.ShouldBeAsync(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Customer_Call_Is403(string method, string path)
    {
        using var client = billing.ClientFor(Guid.NewGuid(), PrincipalKind.MasterKey);
        using var response = await client.SendAsync(Request(method, path));
        await response.ShouldBeAsync(HttpStatusCode.Forbidden);
        response.ErrorCode().ShouldBe("auth.forbidden");
    }

    private static HttpRequestMessage Request(string method, string path) => new(new HttpMethod(method), path)
    {
        Content = method == "GET" ? null : JsonContent.Create(new { tier = "pro" }),
    };
}

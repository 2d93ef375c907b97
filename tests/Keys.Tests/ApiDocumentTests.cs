using System.Net;

namespace NanoBanana.Keys.Tests;

/// <summary>The document shows every public route and none of those between services.</summary>
public sealed class ApiDocumentTests(KeysApplication application) : IClassFixture<KeysApplication>
{
    [Fact]
    public async Task Document_Asked_ShowsThePublicRoutesOnly()
    {
        using var client = application.Service.CreateClient();

        var document = (await (await client.GetAsync("/openapi/keys.json")).ShouldBeAsync(HttpStatusCode.OK))!;

        document["paths"]!.AsObject().Select(static path => path.Key).Order(StringComparer.Ordinal)
            .ShouldBe(["/api/admin/keys", "/api/admin/keys/{keyId}", "/api/auth/api-keys", "/api/auth/api-keys/{id}", "/api/bootstrap/initial-key", "/v1/keys", "/v1/keys/{key_id}"]);
    }
}

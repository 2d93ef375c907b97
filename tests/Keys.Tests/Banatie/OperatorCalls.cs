using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Keys.Tests.Banatie;

/// <summary>The calls of the operator's door.</summary>
internal static class OperatorCalls
{
    public const string Path = "/api/admin/keys";
    public const string BootstrapPath = "/api/bootstrap/initial-key";

    /// <summary>An operator as the gateway knows one by a master key.</summary>
    public static Principal Master(Guid? keyId = null) =>
        new() { Kind = PrincipalKind.MasterKey, AccountId = OperatorAccount.Id, KeyId = keyId ?? Guid.NewGuid(), Scopes = ["*"], IsAdmin = true };

    public static Task<HttpResponseMessage> BootstrapAsync(this HttpClient client) => client.PostAsync(new Uri(BootstrapPath, UriKind.Relative), content: null);

    public static Task<HttpResponseMessage> CreateTextAsync(this HttpClient client, string body) =>
        client.PostAsync(new Uri(Path, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

    public static async Task<JsonNode> CreateOkAsync(this HttpClient client, object body)
    {
        using var response = await client.PostAsJsonAsync(Path, body);
        return (await response.ShouldBeAsync(HttpStatusCode.Created))!;
    }

    public static async Task<JsonNode> ListAsync(this HttpClient client, string query = "")
    {
        using var response = await client.GetAsync(new Uri(Path + query, UriKind.Relative));
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    public static Task<HttpResponseMessage> RevokeAsync(this HttpClient client, string id) =>
        client.DeleteAsync(new Uri($"{Path}/{Uri.EscapeDataString(id)}", UriKind.Relative));

    public static string Id(this JsonNode made) => (string)made["metadata"]!["id"]!;

    public static string Text(this JsonNode made) => (string)made["apiKey"]!;

    public static async Task ShouldBeAsync(this HttpResponseMessage response, HttpStatusCode status, string body)
    {
        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
    }
}

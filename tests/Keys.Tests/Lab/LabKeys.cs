using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace NanoBanana.Keys.Tests.Lab;

/// <summary>The calls of the Lab's door.</summary>
internal static class LabKeys
{
    public const string Path = "/api/auth/api-keys";

    public static Task<HttpResponseMessage> CreateAsync(this HttpClient client, object body) => client.PostAsJsonAsync(Path, body);

    public static async Task<JsonNode> CreateOkAsync(this HttpClient client, object body)
    {
        using var response = await client.CreateAsync(body);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    public static Task<HttpResponseMessage> CreateTextAsync(this HttpClient client, string body) =>
        client.PostAsync(Path, new StringContent(body, Encoding.UTF8, "application/json"));

    public static async Task<JsonNode> ListAsync(this HttpClient client)
    {
        using var response = await client.GetAsync(new Uri(Path, UriKind.Relative));
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    public static Task<HttpResponseMessage> DeleteKeyAsync(this HttpClient client, string id) =>
        client.DeleteAsync(new Uri($"{Path}/{Uri.EscapeDataString(id)}", UriKind.Relative));
}

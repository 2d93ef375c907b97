using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace NanoBanana.Generation.Tests.Prompts;

/// <summary>What callers do with prompts.</summary>
internal static class PromptCalls
{
    public static Task<HttpResponseMessage> PostAsync(HttpClient client, string rest, object body) => client.PostAsJsonAsync("/api/prompts" + rest, body);

    public static async Task<JsonNode> SaveAsync(HttpClient client, object body)
    {
        using var response = await PostAsync(client, "", body);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    public static async Task<JsonNode> JsonAsync(HttpClient client, string rest)
    {
        using var response = await client.GetAsync(new Uri("/api/prompts" + rest, UriKind.Relative));
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    public static async Task<JsonNode> FlipAsync(HttpClient client, string id)
    {
        using var response = await client.PostAsync(new Uri($"/api/prompts/{id}/favorite", UriKind.Relative), null);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    public static List<string> Texts(JsonNode page) => [.. page["prompts"]!.AsArray().Select(static prompt => (string)prompt!["text"]!)];
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace NanoBanana.Generation.Tests.Projects;

/// <summary>What callers do with projects.</summary>
internal static class ProjectCalls
{
    public static Task<HttpResponseMessage> SendAsync(this HttpClient client, string method, string rest, object? body = null) =>
        client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/api/projects" + rest) { Content = body is null ? null : JsonContent.Create(body) });

    public static async Task<JsonNode> OkAsync(this HttpClient client, string method, string rest, object? body = null)
    {
        using var response = await client.SendAsync(method, rest, body);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    public static async Task<string> MakeAsync(this HttpClient client, string name = "Launch", bool isPublic = false) =>
        (string)(await client.OkAsync("POST", "", new { name, is_public = isPublic }))["project"]!["id"]!;

    /// <summary>Its status and its whole body.</summary>
    public static async Task<(int Status, string Body)> AnswerAsync(this HttpClient client, string method, string rest, object? body = null)
    {
        using var response = await client.SendAsync(method, rest, body);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A failure in the Lab's words.</summary>
    public static (int Status, string Body) Failure(int status, string code, string message) =>
        (status, $$"""{"success":false,"error":{"code":"{{code}}","message":"{{message}}"},"detail":"{{message}}"}""");

    /// <summary>The images of the account's history, the oldest first.</summary>
    public static async Task<List<string>> HistoryAsync(this HttpClient client)
    {
        var items = JsonNode.Parse(await client.GetStringAsync(new Uri("/api/history?sort=oldest&limit=100", UriKind.Relative)))!["items"]!.AsArray();
        return [.. items.Select(static item => (string)item!["image_id"]!)];
    }
}

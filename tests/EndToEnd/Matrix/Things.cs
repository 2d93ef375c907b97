using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace NanoBanana.EndToEnd.Matrix;

/// <summary>Makes what a user may own; each answers its id, or ids in the order of the path.</summary>
internal static class Things
{
    public static async Task<string[]> Image(MatrixFixture fixture)
    {
        await PostAsync(fixture.Of(Who.UserKey), "/v1/generate", """{"prompt":"a thing","size":"256x256"}""");
        var page = await fixture.Of(Who.User).GetJsonAsync("/api/history?limit=1");
        return [(string)page["items"]![0]!["image_id"]!];
    }

    public static async Task<string[]> Generation(MatrixFixture fixture)
    {
        await PostAsync(fixture.Of(Who.UserKey), "/v1/generate", """{"prompt":"a thing","size":"256x256"}""");
        return [(string)(await fixture.Of(Who.User).GetJsonAsync("/v1/generations?limit=1"))["items"]![0]!["id"]!];
    }

    public static Task<string[]> Batch(MatrixFixture fixture) => OneAsync(fixture, "/v1/batches", """{"items":[{"prompt":"a thing"}]}""", "id");

    public static Task<string[]> LabTask(MatrixFixture fixture) => OneAsync(fixture, "/api/generate/batch", """{"prompts":["a thing"]}""", "task_id");

    /// <summary>A task of the KIE family goes by the id of its generation.</summary>
    public static async Task<string[]> KieTask(MatrixFixture fixture)
    {
        await PostAsync(fixture.Of(Who.User), "/api/nano-banana/generate", """{"prompt":"a thing"}""");
        return [(string)(await fixture.Of(Who.User).GetJsonAsync("/v1/generations?limit=1"))["items"]![0]!["id"]!];
    }

    public static Task<string[]> Key(MatrixFixture fixture) => OneAsync(fixture, "/v1/keys", """{"name":"a thing"}""", "id");

    /// <summary>A project's key, which is every operator's.</summary>
    public static async Task<string[]> OperatorKey(MatrixFixture fixture)
    {
        using var made = await fixture.Of(Who.MasterKey).PostAsJsonAsync("/api/admin/keys", new { type = "project", projectId = "a thing" });
        return [(string)(await made.ShouldBeAsync(System.Net.HttpStatusCode.Created))!["metadata"]!["id"]!];
    }

    public static Task<string[]> Webhook(MatrixFixture fixture) => OneAsync(fixture, "/v1/webhooks", """{"url":"https://example.com/hook"}""", "id");

    public static async Task<string[]> Delivery(MatrixFixture fixture)
    {
        var hook = (await Webhook(fixture))[0];
        await PostAsync(fixture.Of(Who.User), $"/v1/webhooks/{hook}/test", json: null);
        return [hook, (string)(await fixture.Of(Who.User).GetJsonAsync($"/v1/webhooks/{hook}/deliveries"))["items"]![0]!["id"]!];
    }

    public static Task<string[]> Chat(MatrixFixture fixture) => OneAsync(fixture, "/api/chat", "{}", "session_id");

    public static Task<string[]> Prompt(MatrixFixture fixture) => OneAsync(fixture, "/api/prompts", """{"text":"a thing"}""", "prompt", "id");

    public static Task<string[]> Template(MatrixFixture fixture) =>
        OneAsync(fixture, "/api/templates", """{"name":"A thing","prompt_template":"a {{kind}} thing"}""", "template", "id");

    public static Task<string[]> Project(MatrixFixture fixture) => OneAsync(fixture, "/api/projects", """{"name":"A thing"}""", "project", "id");

    /// <summary>A project, and an image that is not in it.</summary>
    public static async Task<string[]> ProjectAndImage(MatrixFixture fixture) => [(await Project(fixture))[0], (await Image(fixture))[0]];

    public static async Task<string[]> ProjectImage(MatrixFixture fixture)
    {
        var both = await ProjectAndImage(fixture);
        await PostAsync(fixture.Of(Who.User), $"/api/projects/{both[0]}/images", $$"""{"image_id":"{{both[1]}}"}""");
        return both;
    }

    public static async Task<string[]> Favorite(MatrixFixture fixture)
    {
        var image = (await Image(fixture))[0];
        await PostAsync(fixture.Of(Who.User), "/api/favorites", $$"""{"image_id":"{{image}}"}""");
        return [(string)(await fixture.Of(Who.User).GetJsonAsync("/api/favorites?limit=1"))["favorites"]![0]!["id"]!];
    }

    public static Task<string[]> Folder(MatrixFixture fixture) =>
        OneAsync(fixture, "/api/favorites/folders", $$"""{"name":"A thing {{Guid.NewGuid():n}}"}""", "folder", "id");

    public static async Task<string[]> Notification(MatrixFixture fixture)
    {
        var id = Guid.NewGuid().ToString();
        using var client = fixture.System.ServiceClient("identity");
        var now = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        await PostAsync(client, "/internal/notifications",
            $$"""[{"id":"{{id}}","account_id":"{{fixture.User.Id}}","type":"system","title":"A thing","message":null,"data":{},"created_at":"{{now}}"}]""");
        return [id];
    }

    public static Task<string[]> Email(MatrixFixture fixture) => Task.FromResult<string[]>([fixture.User.Email]);

    /// <summary>The user themself, as operators see them.</summary>
    public static Task<string[]> Account(MatrixFixture fixture) => Task.FromResult<string[]>([fixture.User.Id.ToString()]);

    /// <summary>Somebody whom the tests do not need.</summary>
    public static async Task<string[]> Outsider(MatrixFixture fixture) => [(await fixture.System.SignUpAsync()).Id.ToString()];

    public static async Task<string[]> Announcement(MatrixFixture fixture)
    {
        var made = await PostAsync(fixture.Of(Who.Admin), "/api/admin/announcements", """{"title":"A thing","content":"What there is to tell","starts_at":"2999-01-01T00:00:00Z"}""");
        return [(string)made!["announcement"]!["id"]!];
    }

    private static async Task<string[]> OneAsync(MatrixFixture fixture, string path, string json, params string[] names)
    {
        var node = await PostAsync(fixture.Of(Who.User), path, json);
        foreach (var name in names)
            node = node?[name];
        return [(string)node.ShouldNotBeNull($"POST {path} named no {string.Join('.', names)}")!];
    }

    private static async Task<JsonNode?> PostAsync(HttpClient client, string path, string? json)
    {
        using var content = json is null ? null : new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        var body = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"POST {path} answered {(int)response.StatusCode}: {body}");
        return body.Length == 0 ? null : JsonNode.Parse(body);
    }
}

using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Billing;
using NanoBanana.EndToEnd.Matrix;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>An account that has some of everything, each with a word in it that stands nowhere else.</summary>
internal sealed record Belongings(TestAccount Account, string Word, string Key, string LabKey, IReadOnlyList<string> Links)
{
    public static async Task<Belongings> MakeAsync(ReplicatedSystem system)
    {
        var account = await system.SignUpAsync();
        await system.ChangeTierAsync(account.Id, Tiers.Enterprise);
        var word = $"quagga{Guid.NewGuid():n}";
        using var user = system.ClientOf(0, account.Token);
        user.Timeout = TimeSpan.FromSeconds(60);
        var key = (await account.CreateKeyAsync($"Key {word}")).Text;
        var labKey = (string)(await PostAsync(user, "/api/auth/api-keys", $$"""{"name":"Lab {{word}}"}"""))!["key"]!;
        using var holder = system.ClientOf(0, key);
        holder.Timeout = TimeSpan.FromSeconds(60);

        await PostAsync(user, "/api/settings", $$"""{"api_settings":{"webhook_url":"https://lab.{{word}}.example.com/hook"} }""", HttpMethod.Put);
        await PostAsync(holder, "/v1/generate", $$"""{"prompt":"a {{word}} at dawn","size":"256x256"}""", HttpMethod.Post, $"key-{word}");
        await PostAsync(holder, "/v1/edit", $$"""{"image":"{{RouteTable.Pixel}}","prompt":"a painted {{word}}","size":"256x256"}""");
        await PostAsync(holder, "/api/text-to-image", $$"""{"prompt":"a banatie {{word}}","filename":"{{word}}"}""");
        await PostAsync(user, "/v1/webhooks", $$"""{"url":"https://{{word}}.example.com/hook"}""");
        var image = (string)(await user.GetJsonAsync("/api/history?limit=1"))["items"]![0]!["image_id"]!;
        var project = (string)(await PostAsync(user, "/api/projects", $$"""{"name":"{{word}}","description":"of {{word}}","is_public":true}"""))!["project"]!["id"]!;
        await PostAsync(user, $"/api/projects/{project}/images", $$"""{"image_id":"{{image}}","note":"{{word}}"}""");
        var folder = (string)(await PostAsync(user, "/api/favorites/folders", $$"""{"name":"{{word}}"}"""))!["folder"]!["id"]!;
        await PostAsync(user, "/api/favorites", $$"""{"image_id":"{{image}}","folder_id":"{{folder}}","note":"{{word}}"}""");
        await PostAsync(user, "/api/templates", $$"""{"name":"{{word}}","prompt_template":"a {{"{{kind}}"}} {{word}}","is_public":true,"tags":["{{word}}"]}""");
        await PostAsync(user, "/api/prompts", $$"""{"text":"{{word}} in the rain"}""");
        var chat = (string)(await PostAsync(user, "/api/chat", "{}"))!["session_id"]!;
        await PostAsync(user, $"/api/chat/{chat}/message", $$"""{"message":"draw a {{word}}"}""");
        await PostAsync(user, "/v1/quotes", $$"""{"prompt":"a {{word}} to be priced","size":"256x256"}""");
        var batch = (string)(await PostAsync(user, "/v1/batches", $$"""{"items":[{"prompt":"one {{word}}"},{"prompt":"another {{word}}"}]}"""))!["url"]!;
        await user.GetJsonAsync($"{batch}?wait=20");
        using (var blocked = await holder.PostAsJsonAsync("/v1/generate", new { prompt = $"heil hitler {word}" }))
            blocked.IsSuccessStatusCode.ShouldBeFalse();
        await NotifyAsync(system, account.Id, word);

        var jobs = (await user.GetJsonAsync("/v1/generations?limit=20"))["items"]!.AsArray();
        return new Belongings(account, word, key, labKey, [.. jobs.SelectMany(static job => job!["images"]!.AsArray()).Select(static one => (string)one!["url"]!)]);
    }

    private static async Task NotifyAsync(ReplicatedSystem system, Guid account, string word)
    {
        using var generation = system.ServiceClient("identity");
        var now = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        await PostAsync(generation, "/internal/notifications",
            $$"""[{"id":"{{Guid.NewGuid()}}","account_id":"{{account}}","type":"system","title":"About {{word}}","message":null,"data":{},"created_at":"{{now}}"}]""");
    }

    private static async Task<JsonNode?> PostAsync(HttpClient client, string path, string json, HttpMethod? method = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{request.Method} {path} answered {(int)response.StatusCode}: {body}");
        return body.Length == 0 ? null : JsonNode.Parse(body);
    }
}

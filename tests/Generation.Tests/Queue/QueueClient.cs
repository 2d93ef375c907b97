using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Queue;

/// <summary>A caller who orders and comes back.</summary>
internal sealed class QueueClient(TestService instance, Guid account) : IDisposable
{
    public HttpClient Http { get; } = instance.ClientFor(GenerationApplication.KeyOf(account));

    public Task<(HttpStatusCode Status, JsonNode Body)> OrderAsync(string prompt, int n = 1, string? key = null) =>
        PostAsync("/v1/generate", new { prompt, n, @async = true }, key);

    public Task<(HttpStatusCode Status, JsonNode Body)> BatchAsync(IEnumerable<string> prompts, string? key = null) =>
        PostAsync("/v1/batches", new { items = prompts.Select(static prompt => new { prompt }) }, key);

    public async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(string path, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await SendAsync(request);
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        var (status, body) = await SendAsync(request);
        status.ShouldBe(HttpStatusCode.OK, body.ToJsonString());
        return body;
    }

    public async Task<(HttpStatusCode Status, JsonNode Body)> DeleteAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, path);
        return await SendAsync(request);
    }

    public void Dispose() => Http.Dispose();

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpRequestMessage request)
    {
        using var response = await Http.SendAsync(request);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!);
    }
}

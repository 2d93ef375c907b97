using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Search;

/// <summary>What callers do with searches.</summary>
internal static class SearchCalls
{
    public static Task<HttpResponseMessage> AskAsync(this HttpClient client, string rest) => client.GetAsync(new Uri("/api/search" + rest, UriKind.Relative));

    public static async Task<JsonNode> FindAsync(this HttpClient client, string rest)
    {
        using var response = await client.AskAsync(rest);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    public static async Task<JsonNode> PostAsync(this HttpClient client, string path, object body)
    {
        using var response = await client.PostAsJsonAsync(path, body);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    public static List<string> Titles(JsonNode page) => [.. page["results"]!.AsArray().Select(static item => (string)item!["title"]!)];

    public static List<string> Texts(JsonNode page, string name) => [.. page["results"]!.AsArray().Select(item => (string)item![name]!)];

    /// <summary>An image with a prompt of one's own, as the end of a job writes it.</summary>
    public static Task ImageAsync(this GenerationApplication application, Guid account, string prompt, int secondsAgo = 0, string provider = "google", string mode = "basic") =>
        application.ScalarAsync("""
            WITH job AS (
                INSERT INTO generation.jobs (id, account_id, state, request, provider, model, resolution, image_count, held_credits, price_version, provider_cost_micros,
                    next_try_at, created_at, finished_at)
                SELECT gen_random_uuid(), @account, 'succeeded', jsonb_build_object('prompt', @prompt, 'width', 1024, 'height', 1024, 'mode', @mode), @provider, 'm', '1K', 1, 20, 1, 0,
                    now(), now() - make_interval(secs => @ago), now() RETURNING *)
            INSERT INTO generation.images (job_id, image, account_id, storage_key, media_type, width, height, byte_count, sha256, created_at, name, mode, prompt, took_ms)
            SELECT id, 1, account_id, 'images/' || id, 'image/png', 1024, 1024, 1, '', created_at, '2026/01/01/' || mode || '_101500_x.png', mode, request ->> 'prompt', 2000
            FROM job CROSS JOIN (SELECT @mode AS mode) AS sent
            """, ("account", account), ("prompt", prompt), ("ago", secondsAgo), ("provider", provider), ("mode", mode));
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Chat;

/// <summary>One process for the tests of a class, with Google's emulator behind it; each has accounts of its own.</summary>
public sealed class ChatFixture : IAsyncLifetime
{
    public GenerationApplication Application { get; private set; } = null!;

    public TestService Instance { get; private set; } = null!;

    public GeminiEmulator Gemini => Application.Gemini;

    public HttpClient ClientOf(Guid account) => Instance.ClientFor(GenerationApplication.KeyOf(account));

    public async ValueTask InitializeAsync()
    {
        Application = await GenerationApplication.CreateAsync(("PROVIDER_SANDBOX_ENABLED", "true"), ("Routing:CircuitFailures", "1000"));
        Instance = await Application.StartInstanceAsync();
    }

    public ValueTask DisposeAsync() => Application.DisposeAsync();

    /// <summary>Turns as the ends of jobs write them, without images: <c>filled 1</c>, <c>filled 2</c> ...</summary>
    public Task FillAsync(string session, Guid account, int turns) => Application.ScalarAsync("""
        WITH job AS (SELECT number, gen_random_uuid() AS id FROM generate_series(1, @turns) AS number),
        said AS (
            INSERT INTO generation.chat_messages (session_id, position, role, content, job_id, created_at)
            SELECT @session, number * 2 - 1, 'user', 'filled ' || number, id, now() FROM job
            UNION ALL SELECT @session, number * 2, 'assistant', '', id, now() FROM job)
        UPDATE generation.chat_sessions SET message_count = @turns * 2 WHERE id = @session AND account_id = @account
        """, ("session", Guid.Parse(session)), ("account", account), ("turns", turns));
}

/// <summary>What an account does in its chats.</summary>
internal static class ChatCalls
{
    public static async Task<string> BeginChatAsync(this HttpClient client, string? ratio = "1:1")
    {
        using var response = await client.PostAsJsonAsync("/api/chat", new { aspect_ratio = ratio });
        return (string)(await response.ShouldBeAsync(HttpStatusCode.OK))!["session_id"]!;
    }

    public static async Task<HttpResponseMessage> SayAsync(
        this HttpClient client, string session, string message, string? key = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/chat/{session}/message") { Content = JsonContent.Create(new { message }) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, cancellationToken);
    }

    public static async Task<JsonNode> SayOkAsync(this HttpClient client, string session, string message, string? key = null)
    {
        using var response = await client.SayAsync(session, message, key);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    public static async Task<JsonNode> JsonAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    /// <summary>What was said, by whom, oldest first.</summary>
    public static async Task<string[]> SaidAsync(this HttpClient client, string session) =>
        [.. (await client.JsonAsync($"/api/chat/{session}"))["messages"]!.AsArray().Select(static message => $"{message!["role"]}: {message["content"]}")];

    /// <summary>The turns that a request to the provider carried, by their first words.</summary>
    public static string[] Turns(this EmulatedRequest request) =>
        [.. JsonNode.Parse(request.Body)!["contents"]!.AsArray().Select(static turn => $"{turn!["role"]}: {turn["parts"]![0]!["text"]}")];
}

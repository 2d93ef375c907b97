using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Moderation;

/// <summary>Two processes with OpenAI's emulator to judge prompts and Google's to make images; each test has an account of its own.</summary>
public sealed class ModerationFixture : IAsyncLifetime
{
    public const string Blocked =
        """{"success":false,"error":{"code":"content_blocked","message":"The prompt was blocked by safety filter"},"detail":"The prompt was blocked by safety filter"}""";

    public static Principal Operator { get; } = new() { Kind = PrincipalKind.User, AccountId = Guid.NewGuid(), IsAdmin = true };

    public OpenAiEmulator OpenAi { get; private set; } = null!;

    public GenerationApplication Application { get; private set; } = null!;

    public TestService Instance { get; private set; } = null!;

    public TestService Other { get; private set; } = null!;

    public HttpClient ClientOf(Guid account) => Instance.ClientFor(GenerationApplication.KeyOf(account));

    public async ValueTask InitializeAsync()
    {
        OpenAi = await OpenAiEmulator.StartAsync();
        Application = await GenerationApplication.CreateAsync(
            ("PROVIDER_OPENAI_BASE_URL", OpenAi.Address.ToString()), ("PROVIDER_OPENAI_API_KEY", OpenAiEmulator.DefaultKey), ("AI_MODERATION_ENABLED", "true"),
            ("Moderation:AiTimeoutMs", "500"), ("Moderation:RulesSeconds", "1"), ("Routing:CircuitFailures", "1000"), ("BANNED_KEYWORDS", "acme corp"));
        Instance = await Application.StartInstanceAsync();
        Other = await Application.StartInstanceAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        await OpenAi.DisposeAsync();
    }

    /// <summary>What the log says of an account, oldest first: <c>family mode level check category rule excerpt</c>, by bars.</summary>
    public async Task<string> LogOfAsync(Guid account) => (string)(await Application.ScalarAsync("""
        SELECT coalesce(string_agg(concat_ws('|', family, mode, level, check_name, category, rule, excerpt), E'\n' ORDER BY id), '')
        FROM generation.moderation_log WHERE account_id = @account
        """, ("account", account)))!;

    /// <summary>What the account left behind: jobs, and holds at Billing.</summary>
    public async Task<(long Jobs, long Available)> TracesOfAsync(Guid account) => (
        (long)(await Application.ScalarAsync("SELECT count(*) FROM generation.jobs WHERE account_id = @account", ("account", account)))!,
        (long)(await Application.AccountAsync(account))["available"]!);

    public static async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpClient client, string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>An image of the Lab's at a level.</summary>
    public static Task<HttpResponseMessage> GenerateAsync(HttpClient client, string prompt, string? level) =>
        client.PostAsJsonAsync("/api/generate", new { prompt, settings = new { safety_level = level } });

    public static JsonNode Json(string body) => JsonNode.Parse(body)!;
}

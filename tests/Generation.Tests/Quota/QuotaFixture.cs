using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Quota;

/// <summary>Processes on one database that are set up differently; each test has accounts and addresses of its own.</summary>
public sealed class QuotaFixture : IAsyncLifetime
{
    public GenerationApplication Application { get; private set; } = null!;

    /// <summary>As it comes: 50 a day, three seconds between two, callers without a credential admitted.</summary>
    public TestService Usual { get; private set; } = null!;

    /// <summary>Without a cooldown, and with ten a day.</summary>
    public TestService Quick { get; private set; } = null!;

    /// <summary>Callers without a credential have to sign in.</summary>
    public TestService Closed { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Application = await GenerationApplication.CreateAsync(
            ("PROVIDER_SANDBOX_ENABLED", "true"), ("Anonymous:Allowed", "true"), ("Quota:DailyLimit", "50"), ("Quota:CooldownSeconds", "3"));
        Usual = await Application.StartInstanceAsync();
        Quick = await Application.StartInstanceAsync(("Quota:CooldownSeconds", "0"), ("Quota:DailyLimit", "10"));
        Closed = await Application.StartInstanceAsync(("Anonymous:Allowed", "false"));
    }

    public ValueTask DisposeAsync() => Application.DisposeAsync();
}

/// <summary>What callers of the Lab do.</summary>
internal static class QuotaCalls
{
    public static string NewAddress() => $"10.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}";

    /// <summary>A caller without a credential, as the gateway forwards it.</summary>
    public static HttpClient From(this TestService instance, string address)
    {
        var client = instance.ClientFor(Principal.Anonymous);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return client;
    }

    public static HttpClient Of(this TestService instance, Guid account) => instance.ClientFor(GenerationApplication.KeyOf(account));

    public static async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(this HttpClient client, string path, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var response = await client.SendAsync(request);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    public static Task<(HttpStatusCode Status, JsonNode Body)> GenerateAsync(this HttpClient client, string prompt = "a hill", string? key = null) =>
        client.PostAsync("/api/generate", new { prompt }, key);

    /// <summary>Makes the whole of an account's cooldown lie ahead, so that no slow machine can outlast it.</summary>
    public static Task CoolDownAsync(this GenerationApplication application, Guid account) =>
        application.ScalarAsync("UPDATE generation.quotas SET last_taken_at = now() + interval '1 hour' WHERE account_id = @a", ("a", account));

    public static async Task<JsonNode> QuotaAsync(this HttpClient client)
    {
        using var response = await client.GetAsync(new Uri("/api/quota", UriKind.Relative));
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    public static async Task<int> UsedAsync(this HttpClient client) => (int)(await client.QuotaAsync())["used"]!;

    public static async Task<string> CheckAsync(this HttpClient client, object body)
    {
        var (status, answer) = await client.PostAsync("/api/quota/check", body);
        status.ShouldBe(HttpStatusCode.OK, answer.ToJsonString());
        return answer.ToJsonString();
    }

    /// <summary>A refusal by a meter, in full.</summary>
    public static void ShouldBeRefused(this (HttpStatusCode Status, JsonNode Body) answer, string message, string details)
    {
        answer.Status.ShouldBe(HttpStatusCode.TooManyRequests, answer.Body.ToJsonString());
        JsonNode.DeepEquals(answer.Body, JsonNode.Parse($$$"""
            {"success":false,"error":{"code":"quota_exceeded","message":"{{{message}}}","details":{{{details}}}},"detail":"{{{message}}}"}
            """)).ShouldBeTrue(answer.Body.ToJsonString());
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Api.Banatie;

/// <summary>Two processes for the tests of a class, Google's emulator behind them; each test has accounts of its own.</summary>
public sealed class BanatieFixture : IAsyncLifetime
{
    public GenerationApplication Application { get; private set; } = null!;

    public TestService Instance { get; private set; } = null!;

    public TestService Second { get; private set; } = null!;

    public EmulatorSwitchboard Gemini => Application.Gemini.Switchboard;

    public async ValueTask InitializeAsync()
    {
        Application = await GenerationApplication.CreateAsync(("ENABLE_FALLBACK", "false"), ("PROVIDER_SANDBOX_ENABLED", "true"), ("PublicUrl", "https://images.example"));
        Instance = await Application.StartInstanceAsync();
        Second = await Application.StartInstanceAsync();
    }

    /// <summary>What a test of before has left behind.</summary>
    public async Task ResetAsync()
    {
        Gemini.Reset();
        await Instance.Services.GetRequiredService<CircuitBreakers>().ResetAsync();
    }

    public HttpClient ClientOf(Guid account) => Instance.ClientFor(GenerationApplication.KeyOf(account));

    /// <summary>A key of a project, as Keys tells of it.</summary>
    /// <param name="test">Tells the projects of one test from those of another.</param>
    public static Principal ProjectOf(Guid test, string project) => new()
    {
        Kind = PrincipalKind.ProjectKey,
        AccountId = OperatorAccount.OfProject($"{project} {test}"),
        KeyId = Guid.NewGuid(),
        ProjectId = $"{project} {test}",
        Scopes = ["generate", "read"],
    };

    public ValueTask DisposeAsync() => Application.DisposeAsync();
}

/// <summary>The calls of the family.</summary>
internal static class BanatieCalls
{
    public const string TextToImage = "/api/text-to-image";
    public const string Enhance = "/api/enhance";

    public static async Task<BanatieReply> CallAsync(this HttpClient client, string path, object body, string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is HttpContent content ? content : JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        return new BanatieReply(
            response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!, response.ErrorCode(), response.Headers.Location?.OriginalString);
    }

    public static Task<BanatieReply> MakeAsync(this HttpClient client, object body, string? key = null) => client.CallAsync(TextToImage, body, key);

    public static string Name(this BanatieReply reply) => (string)reply.ShouldBe(HttpStatusCode.OK).Body["data"]!["filename"]!;
}

/// <summary>An answer as its client sees it.</summary>
internal sealed record BanatieReply(HttpStatusCode Status, JsonNode Body, string? Code, string? Location)
{
    public BanatieReply ShouldBe(HttpStatusCode status)
    {
        Status.ShouldBe(status, Body.ToJsonString());
        return this;
    }

    public BanatieReply ShouldBe(HttpStatusCode status, string body)
    {
        ShouldBe(status);
        JsonNode.DeepEquals(Body, JsonNode.Parse(body)).ShouldBeTrue($"{Body.ToJsonString()} is not {body}");
        return this;
    }
}

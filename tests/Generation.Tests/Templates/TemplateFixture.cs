using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Templates;

/// <summary>One process for the tests of a class; each test has accounts of its own.</summary>
public sealed class TemplateFixture : IAsyncLifetime
{
    public GenerationApplication Application { get; private set; } = null!;

    public TestService Instance { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Application = await GenerationApplication.CreateAsync();
        Instance = await Application.StartInstanceAsync();
    }

    public HttpClient ClientOf(Guid account) => Instance.ClientFor(GenerationApplication.KeyOf(account));

    public HttpClient Nobody() => Instance.ClientFor(Principal.Anonymous);

    public ValueTask DisposeAsync() => Application.DisposeAsync();
}

/// <summary>What callers do with templates.</summary>
internal static class TemplateCalls
{
    public const string Path = "/api/templates";

    public static object Body(string name = "Car", bool isPublic = false, string? category = null, string text = "A {{color}} car") =>
        new { name, prompt_template = text, variables = new[] { new { name = "color" } }, is_public = isPublic, category };

    public static async Task<JsonNode> MakeAsync(this HttpClient client, object body)
    {
        using var response = await client.PostAsJsonAsync(Path, body);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!["template"]!;
    }

    public static async Task<JsonNode> JsonAsync(this HttpClient client, string rest)
    {
        using var response = await client.GetAsync(new Uri(Path + rest, UriKind.Relative));
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    public static Task<HttpResponseMessage> SendAsync(this HttpClient client, string method, string rest, object? body = null) =>
        client.SendAsync(new HttpRequestMessage(new HttpMethod(method), Path + rest) { Content = body is null ? null : JsonContent.Create(body) });

    /// <summary>The whole body of a failure in the Lab's words.</summary>
    public static string Failure(string code, string message) =>
        $$"""{"success":false,"error":{"code":"{{code}}","message":"{{message}}"},"detail":"{{message}}"}""";

    public static async Task ShouldFailAsync(this HttpResponseMessage response, HttpStatusCode status, string code, string message)
    {
        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldBe(Failure(code, message));
    }

    /// <summary>The fields at fault, as the body names them.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(this HttpResponseMessage response)
    {
        var body = (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!;
        ((string)body["error"]!["code"]!, (string)body["detail"]!).ShouldBe(("validation_error", "Request validation failed"));
        return [.. body["error"]!["details"]!["errors"]!.AsArray().Select(static error => (string)error!["field"]!)];
    }
}

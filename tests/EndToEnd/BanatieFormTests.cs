using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd;

/// <summary><c>POST /api/generate</c> as a form through the gateway, which tells it from the Lab's call by its type alone: another family, other credentials, another limit of size.</summary>
public sealed class BanatieFormTests(BanatieFormTests.Fixture fixture) : IClassFixture<BanatieFormTests.Fixture>
{
    private static readonly Uri Path = new("/api/generate", UriKind.Relative);

    [Fact]
    public async Task ProjectsKey_WithAFile_MakesANamedImage()
    {
        using var client = fixture.ClientWith(fixture.ProjectKey);

        using var response = await SendAsync(client, new byte[][] { EmulatedImage.Make(640, 480, "image/png") });

        var answer = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        ((bool)answer["success"]!, (string)answer["message"]!).ShouldBe((true, "Image generated successfully"));
        var data = answer["data"]!;
        ((string)data["filename"]!).ShouldMatch(@"^at-night-\d{8}-\d{6}\.png$");
        ((string)data["filepath"]!).ShouldBe("./results/" + (string)data["filename"]!);
        response.Headers.GetValues("X-RateLimit-Limit").ShouldBe(["100"]);
        using var anybody = fixture.System.CreateClient();
        (await anybody.GetByteArrayAsync(new Uri((string)data["url"]!))).AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
    }

    [Theory]
    [InlineData(null, "Missing API key", "Not authenticated")]
    [InlineData("bnt_0000000000000000000000000000000000000000000000000000000000000000", "Invalid API key", "Invalid API key")]

    // The Lab's call at this path takes a caller's own key of Google's.
    [InlineData("AIzaSyGooglesOwn", "Invalid API key", "Invalid API key format")]
    public async Task NobodyWeKnow_Is401InTheFamilysWords(string? key, string error, string message)
    {
        using var client = fixture.ClientWith(key);

        using var response = await SendAsync(client, []);

        await ShouldBeAsync(response, HttpStatusCode.Unauthorized, $$"""{"success":false,"error":"{{error}}","message":"{{message}}"}""");
    }

    [Fact]
    public async Task FileTooLarge_Is400AndNamesItsField()
    {
        using var client = fixture.ClientWith(fixture.ProjectKey);

        using var response = await SendAsync(client, new byte[][] { new byte[(5 * 1024 * 1024) + 1] });

        await ShouldBeAsync(response, HttpStatusCode.BadRequest, """{"success":false,"message":"Image generation failed","error":"Validation failed: files: The image is larger than 5 MB"}""");
    }

    [Fact]
    public async Task FormTooLarge_Is400()
    {
        using var client = fixture.ClientWith(fixture.ProjectKey);

        // Whoever asks first is answered before anything is sent.
        client.DefaultRequestHeaders.ExpectContinue = true;
        using var response = await SendAsync(client, Enumerable.Repeat(new byte[5 * 1024 * 1024], 4));

        await ShouldBeAsync(response, HttpStatusCode.BadRequest, """{"success":false,"message":"Image generation failed","error":"The request body is too large"}""");
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, IEnumerable<byte[]> files)
    {
        using var form = new MultipartFormDataContent { { new StringContent("the same at night"), "prompt" }, { new StringContent("at night"), "filename" } };
        foreach (var file in files)
            form.Add(new ByteArrayContent(file), "files", "a.png");
        return await client.PostAsync(Path, form);
    }

    private static async Task ShouldBeAsync(HttpResponseMessage response, HttpStatusCode status, string body)
    {
        var actual = await response.ShouldBeAsync(status);
        JsonNode.DeepEquals(actual, JsonNode.Parse(body)).ShouldBeTrue($"{actual?.ToJsonString()} is not {body}");
    }

    /// <summary>A system with one project.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        public NanoBananaSystem System { get; private set; } = null!;

        public string ProjectKey { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            var master = "bnt_" + new string('7', 64);
            System = await NanoBananaSystem.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["BOOTSTRAP_MASTER_KEY"] = master });
            using var client = ClientWith(master);
            using var made = await client.PostAsJsonAsync("/api/admin/keys", new { type = "project", projectId = "shop" });
            ProjectKey = (string)(await made.ShouldBeAsync(HttpStatusCode.Created))!["apiKey"]!;
        }

        public HttpClient ClientWith(string? key)
        {
            var client = System.CreateClient();
            if (key is not null)
                client.DefaultRequestHeaders.Add("X-API-Key", key);
            return client;
        }

        public ValueTask DisposeAsync() => System.DisposeAsync();
    }
}

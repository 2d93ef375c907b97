using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Inputs;

namespace NanoBanana.Generation.Tests.Api.Gemini;

/// <summary><c>GET /gemini/v1beta/models</c>.</summary>
public sealed class GeminiModelsTests(InputFixture fixture)
{
    private const string Google = """{"name":"models/gemini-nano-banana-2.1","displayName":"Nano Banana 2.1","supportedGenerationMethods":["generateContent","streamGenerateContent"]}""";

    private readonly HttpClient _client = fixture.ClientOf(Guid.NewGuid());

    [Fact]
    public async Task Models_Listed_AreImageModelsOfAllWhoServe()
    {
        var page = await GetAsync("");
        page["models"]!.AsArray().Select(static model => model!.ToJsonString()).ShouldContain(Google);
        var names = page["models"]!.AsArray().Select(static model => (string)model!["name"]!).ToList();
        names.ShouldContain(static name => name.StartsWith("models/gpt-image", StringComparison.Ordinal));
        names.ShouldNotContain(static name => name.Contains("veo", StringComparison.Ordinal) || name.Contains("preview", StringComparison.Ordinal));
        page["nextPageToken"].ShouldBeNull();
        (await GetAsync("/gemini-nano-banana-2.1")).ToJsonString().ShouldBe(Google);
    }

    [Fact]
    public async Task Models_ByPages_AreAllOfThemOnce()
    {
        var all = (await GetAsync(""))["models"]!.AsArray().Select(static model => (string)model!["name"]!).ToList();
        var seen = new List<string>();
        string? token = null;
        do
        {
            var page = await GetAsync($"?pageSize=2&pageToken={token}");
            page["models"]!.AsArray().Count.ShouldBeInRange(1, 2);
            seen.AddRange(page["models"]!.AsArray().Select(static model => (string)model!["name"]!));
            token = (string?)page["nextPageToken"];
        }
        while (token is not null && seen.Count <= all.Count);
        seen.ShouldBe(all);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    public async Task PageThatIsNoNumber_IsRefused(string size)
    {
        using var response = await _client.GetAsync(new Uri($"/gemini/v1beta/models?pageSize={size}", UriKind.Relative));
        await GeminiCalls.ShouldFailAsync(response, HttpStatusCode.BadRequest, "INVALID_ARGUMENT", "request.invalid");
    }

    private async Task<JsonNode> GetAsync(string rest)
    {
        using var response = await _client.GetAsync(new Uri("/gemini/v1beta/models" + rest, UriKind.Relative));
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }
}

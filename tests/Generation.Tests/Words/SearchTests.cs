using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Tests.Chat;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Words;

/// <summary><c>POST /api/generate/search</c>: an image of what a model has looked up.</summary>
public sealed class SearchTests : IClassFixture<ChatFixture>
{
    private readonly ChatFixture _fixture;
    private readonly Guid _account = Guid.NewGuid();

    public SearchTests(ChatFixture fixture)
    {
        _fixture = fixture;
        fixture.Gemini.Switchboard.Reset();
    }

    [Fact]
    public async Task Search_Answered_NamesItsSourcesAndCostsAnImage()
    {
        using var client = _fixture.ClientOf(_account);
        var made = await SearchAsync(client, new { prompt = " the tallest tower ", search_context = " finished this year " }, "key-1");
        made.ToJsonString().ShouldBe($$"""
            {"image":{{made["image"]!.ToJsonString()}},"prompt":"the tallest tower","thinking":null,"text_response":"Here it is.","duration":{{made["duration"]!.ToJsonString()}},"mode":"search","settings":{"aspect_ratio":"16:9","resolution":"1K","safety_level":"moderate"},"created_at":"{{made["created_at"]}}","provider":"google","model":"gemini-nano-banana-2.1","search_sources":["https://pages.example/apples","https://pictures.example/page"]}
            """.Trim());
        var body = JsonNode.Parse(_fixture.Gemini.Switchboard.Requests.ShouldHaveSingleItem().Body)!;
        body["tools"]![0]!["googleSearch"].ShouldNotBeNull();
        ((string)body["contents"]![0]!["parts"]![0]!["text"]!).ShouldBe("the tallest tower\n\nContext: finished this year");
        body["generationConfig"]!["thinkingConfig"].ShouldBeNull();
        ((long)(await _fixture.Application.AccountAsync(_account))["available"]!).ShouldBe(980);

        var again = await SearchAsync(client, new { prompt = "the tallest tower", search_context = "finished this year" }, "key-1");
        again["search_sources"]!.ToJsonString().ShouldBe(made["search_sources"]!.ToJsonString());
        ((string)again["text_response"]!).ShouldBe("Here it is.");
        _fixture.Gemini.Switchboard.Count.ShouldBe(1);
        using var other = await PostAsync(client, new { prompt = "the tallest tower" }, "key-1");
        await other.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        var item = (await client.JsonAsync("/api/history?mode=search"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)item["text_response"]!, (string?)item["session_id"]).ShouldBe(("Here it is.", null));
    }

    [Theory]
    [InlineData("grounding_null", "[]")]
    [InlineData("grounding_odd", """["https://pages.example/apples"]""")]
    public async Task Sources_MissingOrOdd_AreLeftOut(string behaviour, string sources)
    {
        _fixture.Gemini.Switchboard.Next(behaviour);
        using var client = _fixture.ClientOf(_account);
        (await SearchAsync(client, new { prompt = "the tallest tower" }))["search_sources"]!.ToJsonString().ShouldBe(sources);
    }

    [Theory]
    [InlineData("""{"prompt":" "}""", "body -> prompt")]
    [InlineData("{}", "body -> prompt")]
    [InlineData("""{"prompt":"x","settings":{"resolution":"8K"}}""", "body -> settings -> resolution")]
    public async Task BadOrder_NamesTheField(string body, string field)
    {
        using var client = _fixture.ClientOf(_account);
        await FaultAsync(client, JsonNode.Parse(body)!, field);
    }

    [Fact]
    public async Task PromptAndContext_OfTwoThousandCharacters_AreTakenAndOneMoreIsNot()
    {
        using var client = _fixture.ClientOf(_account);
        var most = new string('a', 2_000);
        await FaultAsync(client, new { prompt = most + "a" }, "body -> prompt");
        await FaultAsync(client, new { prompt = "x", search_context = most + "a" }, "body -> search_context");
        await SearchAsync(client, new { prompt = most, search_context = most });
    }

    [Fact]
    public async Task Context_ThatTheFilterKnows_IsRefusedAsAPromptIs()
    {
        using var client = _fixture.ClientOf(_account);
        using var refused = await PostAsync(client, new { prompt = "a cinema", search_context = "a snuff film" });
        ((string)(await refused.ShouldBeAsync(HttpStatusCode.BadRequest))!["error"]!["code"]!).ShouldBe("content_blocked");
        _fixture.Gemini.Switchboard.Count.ShouldBe(0);
    }

    [Fact]
    public async Task ProviderNamedWhoCannotSearch_IsA400AndSomebodyUnknownIsPassedOver()
    {
        using var client = _fixture.ClientOf(_account);
        client.DefaultRequestHeaders.Add("X-Provider", "sandbox");
        using var refused = await PostAsync(client, new { prompt = "the tallest tower" });
        (await refused.ShouldBeAsync(HttpStatusCode.BadRequest))!.ToJsonString().ShouldBe(
            """{"success":false,"error":{"code":"bad_request","message":"The provider sandbox cannot search"},"detail":"The provider sandbox cannot search"}""");
        refused.ErrorCode().ShouldBe("provider.not_capable");
        client.DefaultRequestHeaders.Remove("X-Provider");
        client.DefaultRequestHeaders.Add("X-Provider", "nobody");
        ((string)(await SearchAsync(client, new { prompt = "the tallest tower" }))["provider"]!).ShouldBe("google");
    }

    [Fact]
    public async Task ModelNamed_WithoutSearch_IsA400_AndOneWithItServes()
    {
        using var client = _fixture.ClientOf(_account);
        client.DefaultRequestHeaders.Add("X-Model", "gemini-3.1-flash-lite-image");
        using var refused = await PostAsync(client, new { prompt = "the tallest tower" });
        ((string)(await refused.ShouldBeAsync(HttpStatusCode.BadRequest))!["detail"]!).ShouldBe("The model gemini-3.1-flash-lite-image cannot search");
        client.DefaultRequestHeaders.Remove("X-Model");
        client.DefaultRequestHeaders.Add("X-Model", "gemini-3-pro-image");
        ((string)(await SearchAsync(client, new { prompt = "the tallest tower" }))["model"]!).ShouldBe("gemini-3-pro-image");
    }

    [Fact]
    public async Task FallbackOfASearch_IsNobodyWhoCannotSearch()
    {
        _fixture.Gemini.Switchboard.Next("internal");
        using var client = _fixture.ClientOf(_account);
        using var failed = await PostAsync(client, new { prompt = "the tallest tower" });
        await failed.ShouldBeAsync(HttpStatusCode.ServiceUnavailable);
        (await _fixture.Application.ScalarAsync(
            "SELECT string_agg(DISTINCT attempts.provider, ',') FROM generation.attempts JOIN generation.jobs ON id = job_id WHERE account_id = @account", ("account", _account)))
            .ShouldBe("google");
    }

    [Fact]
    public async Task Nobody_MaySearchOnAKeyOfTheirOwnOnly()
    {
        using var nobody = _fixture.Instance.ClientFor(Principal.Anonymous);
        using (var refused = await PostAsync(nobody, new { prompt = "the tallest tower" }))
            ((string)(await refused.ShouldBeAsync(HttpStatusCode.Unauthorized))!["detail"]!).ShouldBe("Authentication required");
        nobody.DefaultRequestHeaders.Add(CallerKey.Header, Testing.Emulators.GeminiEmulator.DefaultKey);
        (await SearchAsync(nobody, new { prompt = "the tallest tower" }))["search_sources"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Search_NotWaitedFor_IsATaskThatKeepsItsWords()
    {
        using var client = _fixture.ClientOf(_account);
        client.DefaultRequestHeaders.Add("Prefer", "respond-async");
        using var taken = await PostAsync(client, new { prompt = "the tallest tower" });
        var id = (string)(await taken.ShouldBeAsync(HttpStatusCode.Accepted))!["task_id"]!;
        await _fixture.Application.EventuallyAsync(async () => (string)(await client.JsonAsync($"/api/generate/task/{id}"))["status"]! == "completed", "it is made");
        ((string)(await client.JsonAsync("/api/history"))["items"]!.AsArray().ShouldHaveSingleItem()!["text_response"]!).ShouldBe("Here it is.");
    }

    private static async Task FaultAsync(HttpClient client, object body, string field)
    {
        using var response = await PostAsync(client, body);
        var faults = (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!["error"]!["details"]!["errors"]!.AsArray();
        ((string)faults.ShouldHaveSingleItem()!["field"]!).ShouldBe(field);
    }

    private static async Task<JsonNode> SearchAsync(HttpClient client, object body, string? key = null)
    {
        using var response = await PostAsync(client, body, key);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/generate/search") { Content = JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request);
    }
}

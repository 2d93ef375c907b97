using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Tests.Chat;
using NanoBanana.Generation.Words;

namespace NanoBanana.Generation.Tests.Words;

/// <summary>What a model thinks and writes beside its image, of <c>POST /api/generate</c>.</summary>
public sealed class ThinkingTests : IClassFixture<ChatFixture>
{
    private readonly ChatFixture _fixture;
    private readonly Guid _account = Guid.NewGuid();

    public ThinkingTests(ChatFixture fixture)
    {
        _fixture = fixture;
        fixture.Gemini.Switchboard.Reset();
    }

    [Fact]
    public async Task Thinking_AskedFor_IsAnsweredRepeatedAndKept()
    {
        using var client = _fixture.ClientOf(_account);
        var made = await MakeAsync(client, new { prompt = "a red apple", include_thinking = true }, "key-1");
        ((string)made["thinking"]!, (string)made["text_response"]!, (string)made["mode"]!).ShouldBe(("Planning the scene.", "Here it is.", "basic"));
        made["search_sources"].ShouldBeNull();
        var config = JsonNode.Parse(_fixture.Gemini.Switchboard.Requests.ShouldHaveSingleItem().Body)!["generationConfig"]!;
        config["thinkingConfig"]!.ToJsonString().ShouldBe("""{"includeThoughts":true}""");
        config["responseModalities"]!.ToJsonString().ShouldBe("""["TEXT","IMAGE"]""");

        var again = await MakeAsync(client, new { prompt = "a red apple", include_thinking = true }, "key-1");
        ((string)again["thinking"]!, (string)again["text_response"]!).ShouldBe(("Planning the scene.", "Here it is."));
        var item = (await client.JsonAsync("/api/history"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)item["thinking"]!, (string)item["text_response"]!, (string?)item["session_id"]).ShouldBe(("Planning the scene.", "Here it is.", null));
        var detail = await client.JsonAsync($"/api/history/{item["image_id"]}");
        ((string)detail["item"]!["thinking"]!).ShouldBe("Planning the scene.");
        using var plain = await PostAsync(client, new { prompt = "a red apple" }, "key-1");
        await plain.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public async Task Thinking_NotAskedFor_IsNullAndNothingIsWrittenOfIt(bool? asked)
    {
        using var client = _fixture.ClientOf(_account);
        var made = await MakeAsync(client, new { prompt = "a red apple", include_thinking = asked });
        made["thinking"].ShouldBeNull();
        made["text_response"].ShouldBeNull();
        JsonNode.Parse(_fixture.Gemini.Switchboard.Requests.ShouldHaveSingleItem().Body)!["generationConfig"]!["thinkingConfig"].ShouldBeNull();
        (await _fixture.Application.ScalarAsync(
            "SELECT count(*) FROM generation.image_words AS words JOIN generation.jobs AS job ON job.id = words.job_id WHERE account_id = @account", ("account", _account))).ShouldBe(0L);
        (await client.JsonAsync("/api/history"))["items"]!.AsArray().ShouldHaveSingleItem()!["thinking"].ShouldBeNull();
    }

    [Fact]
    public async Task ModelWithoutThoughts_AskedForThem_AnswersNull()
    {
        using var client = _fixture.ClientOf(_account);
        client.DefaultRequestHeaders.Add("X-Provider", "sandbox");
        (await MakeAsync(client, new { prompt = "a red apple", include_thinking = true }))["thinking"].ShouldBeNull();
    }

    [Fact]
    public void Words_LongerThanIsKept_AreCutAndWhatPostgresCannotHoldIsLeftOut()
    {
        var kept = KeptWords.Of(new ModelWords(
            new string('t', 31_999) + "😀", "a\0b", [new SearchSource("long", "https://pages.example/" + new string('p', 2_048)), new SearchSource("short", "https://pages.example/")],
            new ConversationTurn(IsModel: true, [new ConversationPart("a\0b", null, "seal")])));
        kept.Text.ShouldBe(new string('t', 31_999));
        kept.Thinking.ShouldBe("ab");
        kept.Sources.ShouldBe(["https://pages.example/"]);
        kept.Turn.ShouldBeNull();
    }

    private static async Task<JsonNode> MakeAsync(HttpClient client, object body, string? key = null)
    {
        using var response = await PostAsync(client, body, key);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/generate") { Content = JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request);
    }
}

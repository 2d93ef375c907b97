using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Generation.Tests.Chat;

/// <summary>A message: what goes to the model, what comes back, and what is kept.</summary>
public sealed class ChatMessageTests : IClassFixture<ChatFixture>
{
    private readonly ChatFixture _fixture;
    private readonly Guid _account = Guid.NewGuid();

    public ChatMessageTests(ChatFixture fixture)
    {
        _fixture = fixture;
        fixture.Gemini.Switchboard.Reset();
    }

    [Fact]
    public async Task Message_Answered_HasTheContractsShapeAndIsCharged()
    {
        using var client = _fixture.ClientOf(_account);
        var id = await client.BeginChatAsync("16:9");
        var answer = await client.SayOkAsync(id, "  a red apple  ");
        var image = answer["image"]!;
        answer.ToJsonString().ShouldBe($$"""
            {"text":"Here it is.","image":{{image.ToJsonString()}},"thinking":null,"duration":{{answer["duration"]!.ToJsonString()}},"message_count":2}
            """.Trim());
        ((int)image["width"]!, (int)image["height"]!).ShouldBe((1376, 768));
        ((string)image["filename"]!).ShouldStartWith("chat_");
        using (var bytes = await client.GetAsync(new Uri(new Uri((string)image["url"]!).PathAndQuery, UriKind.Relative)))
            (bytes.StatusCode, bytes.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "image/png"));

        var shown = (await client.JsonAsync($"/api/chat/{id}"))["messages"]!.AsArray();
        shown[0]!.ToJsonString().ShouldBe($$"""{"role":"user","content":"a red apple","image":null,"thinking":null,"timestamp":"{{shown[0]!["timestamp"]}}"}""");
        shown[1]!.ToJsonString().ShouldBe(
            $$"""{"role":"assistant","content":"Here it is.","image":{{image.ToJsonString()}},"thinking":null,"timestamp":"{{shown[1]!["timestamp"]}}"}""");
        ((long)(await _fixture.Application.AccountAsync(_account))["available"]!).ShouldBe(980);
        var item = (await client.JsonAsync("/api/history?mode=chat"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)item["prompt"]!, (string)item["session_id"]!, (string)item["text_response"]!, (string?)item["thinking"]).ShouldBe(("a red apple", id, "Here it is.", null));
    }

    [Fact]
    public async Task ThirdMessage_Sent_CarriesTheTurnsBeforeItAndTheLastImage()
    {
        using var client = _fixture.ClientOf(_account);
        var id = await client.BeginChatAsync();
        await client.SayOkAsync(id, "a red apple");
        var second = await client.SayOkAsync(id, "make it green");
        await client.SayOkAsync(id, "now from above");

        _fixture.Gemini.Switchboard.Rejected.ShouldBe(0);
        var requests = _fixture.Gemini.Switchboard.Requests;
        requests[0].Turns().ShouldBe(["user: a red apple"]);
        requests[2].Turns().ShouldBe(["user: a red apple", "model: Here it is.", "user: make it green", "model: Here it is.", "user: now from above"]);
        var contents = JsonNode.Parse(requests[2].Body)!["contents"]!.AsArray();
        contents[1]!["parts"]![0]!["thoughtSignature"].ShouldNotBeNull();
        var parts = contents[4]!["parts"]!.AsArray();
        parts.Count.ShouldBe(2);
        using var kept = await client.GetAsync(new Uri(new Uri((string)second["image"]!["url"]!).PathAndQuery, UriKind.Relative));
        ((string)parts[1]!["inlineData"]!["data"]!).ShouldBe(Convert.ToBase64String(await kept.Content.ReadAsByteArrayAsync()));
        ((string)parts[1]!["inlineData"]!["mimeType"]!).ShouldBe("image/png");
        contents.SkipLast(1).SelectMany(static turn => turn!["parts"]!.AsArray()).ShouldAllBe(static part => part!["inlineData"] == null);
    }

    [Fact]
    public async Task TwelfthMessage_Sent_CarriesTheNewestTwenty()
    {
        using var client = _fixture.ClientOf(_account);
        var id = await client.BeginChatAsync();
        await _fixture.FillAsync(id, _account, turns: 11);
        await client.SayOkAsync(id, "the twelfth");
        var turns = _fixture.Gemini.Switchboard.Requests.ShouldHaveSingleItem().Turns();
        turns.Count(static turn => turn.StartsWith("user", StringComparison.Ordinal)).ShouldBe(11);
        turns[0].ShouldBe("user: filled 2");
        turns[^1].ShouldBe("user: the twelfth");
    }

    [Fact]
    public async Task LastImage_DeletedFromTheHistory_IsNotSentAndTheOneBeforeItIs()
    {
        using var client = _fixture.ClientOf(_account);
        var id = await client.BeginChatAsync();
        await client.SayOkAsync(id, "a red apple");
        await client.SayOkAsync(id, "make it green");
        var newest = (await client.JsonAsync("/api/history"))["items"]![0]!;
        using (var deleted = await client.DeleteAsync(new Uri($"/api/history/{newest["image_id"]}", UriKind.Relative)))
            await deleted.ShouldBeAsync(HttpStatusCode.OK);
        await client.SayOkAsync(id, "now from above");
        JsonNode.Parse(_fixture.Gemini.Switchboard.Requests[2].Body)!["contents"]!.AsArray()[4]!["parts"]!.AsArray().Count.ShouldBe(2);
        var shown = (await client.JsonAsync($"/api/chat/{id}"))["messages"]!.AsArray();
        shown[1]!["image"].ShouldNotBeNull();
        shown[3]!["image"].ShouldBeNull();
    }

    [Fact]
    public async Task Ratio_OfAMessage_GoesBeforeTheSessionsForThatMessageAlone()
    {
        using var client = _fixture.ClientOf(_account);
        var id = await client.BeginChatAsync("16:9");
        using var tall = await client.PostAsJsonAsync($"/api/chat/{id}/message", new { message = "tall", aspect_ratio = "9:16", safety_level = "strict" });
        ((int)(await tall.ShouldBeAsync(HttpStatusCode.OK))!["image"]!["width"]!).ShouldBe(768);
        ((int)(await client.SayOkAsync(id, "wide again"))["image"]!["width"]!).ShouldBe(1376);
    }

    [Theory]
    [InlineData("blocked", HttpStatusCode.BadRequest, "provider.refused_input")]
    [InlineData("text_only", HttpStatusCode.BadRequest, "provider.no_image")]
    [InlineData("internal", HttpStatusCode.ServiceUnavailable, "provider.unavailable")]
    public async Task ProviderRefusing_AddsNothingAndChargesNothing(string behaviour, HttpStatusCode status, string code)
    {
        using var client = _fixture.ClientOf(_account);
        var id = await client.BeginChatAsync();
        await client.SayOkAsync(id, "a red apple");
        _fixture.Gemini.Switchboard.Next(behaviour);
        using (var refused = await client.SayAsync(id, "never said"))
        {
            await refused.ShouldBeAsync(status);
            refused.ErrorCode().ShouldBe(code);
        }

        (await client.SaidAsync(id)).ShouldBe(["user: a red apple", "assistant: Here it is."]);
        await _fixture.Application.EventuallyAsync(
            async () => (long)(await _fixture.Application.AccountAsync(_account))["available"]! == 980, "nothing is charged for the refused one");
        ((int)(await client.SayOkAsync(id, "make it green"))["message_count"]!).ShouldBe(4);
        _fixture.Gemini.Switchboard.Requests[2].Turns().ShouldBe(["user: a red apple", "model: Here it is.", "user: make it green"]);
    }

    [Fact]
    public async Task Key_Repeated_AnswersTheFirstAnswerAndAddsNothing()
    {
        using var client = _fixture.ClientOf(_account);
        var id = await client.BeginChatAsync();
        var first = await client.SayOkAsync(id, "a red apple", "key-1");
        await client.SayOkAsync(id, "make it green");
        var again = await client.SayOkAsync(id, "a red apple", "key-1");
        foreach (var field in new[] { "text", "image", "thinking", "message_count" })
            again[field]?.ToJsonString().ShouldBe(first[field]?.ToJsonString());
        (await client.SaidAsync(id)).Length.ShouldBe(4);
        _fixture.Gemini.Switchboard.Count.ShouldBe(2);
        ((long)(await _fixture.Application.AccountAsync(_account))["available"]!).ShouldBe(960);
        using var other = await client.SayAsync(id, "another", "key-1");
        await other.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        using var elsewhere = await client.SayAsync(await client.BeginChatAsync(), "a red apple", "key-1");
        await elsewhere.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task OwnKey_IsUsedForTheTurnAndNothingIsCharged()
    {
        using var client = _fixture.ClientOf(_account);
        var id = await client.BeginChatAsync();
        await client.SayOkAsync(id, "a red apple");
        client.DefaultRequestHeaders.Add(CallerKey.Header, "AIzaTheirOwn");
        using (var refused = await client.SayAsync(id, "on my own key"))
            refused.IsSuccessStatusCode.ShouldBeFalse();
        _fixture.Gemini.Switchboard.Requests[1].Headers["x-goog-api-key"].ShouldBe("AIzaTheirOwn");
        client.DefaultRequestHeaders.Remove(CallerKey.Header);
        client.DefaultRequestHeaders.Add(CallerKey.Header, Testing.Emulators.GeminiEmulator.DefaultKey);
        ((int)(await client.SayOkAsync(id, "on my own key"))["message_count"]!).ShouldBe(4);
        _fixture.Gemini.Switchboard.Requests[2].Turns().Length.ShouldBe(3);
        ((long)(await _fixture.Application.AccountAsync(_account))["available"]!).ShouldBe(980);
        (await _fixture.Application.ScalarAsync("SELECT count(*) FROM generation.jobs AS job WHERE job::text LIKE '%AIzaTheirOwn%'")).ShouldBe(0L);
    }
}

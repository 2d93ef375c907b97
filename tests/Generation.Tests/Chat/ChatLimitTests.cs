using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Chat;

/// <summary>What a message may not be, and who may not answer it.</summary>
public sealed class ChatLimitTests : IClassFixture<ChatFixture>
{
    private readonly ChatFixture _fixture;
    private readonly Guid _account = Guid.NewGuid();

    public ChatLimitTests(ChatFixture fixture)
    {
        _fixture = fixture;
        fixture.Gemini.Switchboard.Reset();
    }

    [Theory]
    [InlineData("""{"message":""}""", "body -> message")]
    [InlineData("""{"message":"   "}""", "body -> message")]
    [InlineData("{}", "body -> message")]
    [InlineData("""{"message":"x","aspect_ratio":"2:1"}""", "body -> aspect_ratio")]
    [InlineData("""{"message":"x","safety_level":"loose"}""", "body -> safety_level")]
    public async Task BadMessage_NamesTheField(string body, string field)
    {
        using var client = _fixture.ClientOf(_account);
        await FaultsAsync(client, await client.BeginChatAsync(), body, field);
    }

    [Fact]
    public async Task Message_OfTwoThousandCharacters_IsTakenAndOneMoreIsNot()
    {
        using var client = _fixture.ClientOf(_account);
        var id = await client.BeginChatAsync();
        await FaultsAsync(client, id, $$"""{"message":"{{new string('a', 2_001)}}"}""", "body -> message");
        ((int)(await client.SayOkAsync(id, new string('a', 2_000)))["message_count"]!).ShouldBe(2);
    }

    [Fact]
    public async Task Prompt_ThatTheFilterKnows_IsRefusedAndNothingIsAdded()
    {
        using var client = _fixture.ClientOf(_account);
        var id = await client.BeginChatAsync();
        using var refused = await client.SayAsync(id, "a snuff film");
        ((string)(await refused.ShouldBeAsync(HttpStatusCode.BadRequest))!["error"]!["code"]!).ShouldBe("content_blocked");
        (await client.SaidAsync(id)).ShouldBeEmpty();
        _fixture.Gemini.Switchboard.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Session_Full_TakesNoMoreButRepeatsItsLastAnswer()
    {
        using var client = _fixture.ClientOf(_account);
        var id = await client.BeginChatAsync();
        await _fixture.FillAsync(id, _account, turns: 99);
        ((int)(await client.SayOkAsync(id, "the last", "last"))["message_count"]!).ShouldBe(200);
        using (var refused = await client.SayAsync(id, "one too many"))
        {
            (await refused.ShouldBeAsync(HttpStatusCode.Conflict))!.ToJsonString().ShouldBe(
                """{"success":false,"error":{"code":"conflict","message":"A chat session holds at most 200 messages. Begin another one."},"detail":"A chat session holds at most 200 messages. Begin another one."}""");
        }

        ((int)(await client.SayOkAsync(id, "the last", "last"))["message_count"]!).ShouldBe(200);
        (await client.SaidAsync(id)).Length.ShouldBe(200);
        ((long)(await _fixture.Application.AccountAsync(_account))["available"]!).ShouldBe(980);
        (await _fixture.Application.ScalarAsync("SELECT count(*) FROM generation.chat_turns WHERE session_id = @id", ("id", Guid.Parse(id)))).ShouldBe(0L);
    }

    [Theory]
    [InlineData("X-Provider", "sandbox", "The provider sandbox cannot chat")]
    [InlineData("X-Model", "sandbox-1", "The model sandbox-1 cannot chat")]
    public async Task SomebodyNamedWhoCannotConverse_IsA400AndNothingBegins(string header, string name, string text)
    {
        using var client = _fixture.ClientOf(_account);
        var id = await client.BeginChatAsync();
        client.DefaultRequestHeaders.Add(header, name);
        using var refused = await client.SayAsync(id, "a red apple");
        (await refused.ShouldBeAsync(HttpStatusCode.BadRequest))!.ToJsonString().ShouldBe(
            $$"""{"success":false,"error":{"code":"bad_request","message":"{{text}}"},"detail":"{{text}}"}""");
        (await _fixture.Application.ScalarAsync("SELECT count(*) FROM generation.jobs WHERE account_id = @account", ("account", _account))).ShouldBe(0L);
    }

    [Fact]
    public async Task NobodyConfiguredWhoConverses_SaysSoInTheLabsWords()
    {
        await using var application = await GenerationApplication.CreateAsync(("PROVIDER_SANDBOX_ENABLED", "true"), ("GOOGLE_API_KEY", ""));
        await using var instance = await application.StartInstanceAsync();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(_account));
        using var refused = await client.SayAsync(await client.BeginChatAsync(), "a red apple");
        ((string)(await refused.ShouldBeAsync(HttpStatusCode.BadRequest))!["detail"]!).ShouldBe("No API key configured");
    }

    private static async Task FaultsAsync(HttpClient client, string id, string body, string field)
    {
        using var response = await client.PostAsync(
            new Uri($"/api/chat/{id}/message", UriKind.Relative), new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        var faults = (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!["error"]!["details"]!["errors"]!.AsArray();
        ((string)faults.ShouldHaveSingleItem()!["field"]!).ShouldBe(field);
    }
}

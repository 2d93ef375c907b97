using System.Net;
using System.Net.Http.Json;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd;

/// <summary>A conversation and a search through the gateway.</summary>
public sealed class ChatTests : IClassFixture<CallerKeyFixture>
{
    private readonly GeminiEmulator _gemini;
    private readonly NanoBananaSystem _system;

    public ChatTests(CallerKeyFixture fixture)
    {
        (_gemini, _system) = (fixture.Gemini, fixture.System);
        _gemini.Switchboard.Reset();
    }

    [Fact]
    public async Task Conversation_ThroughTheGateway_IsItsOwnersAlone()
    {
        var account = await _system.SignUpAsync();
        using var user = account.Client;
        using var other = (await _system.SignUpAsync()).Client;
        user.DefaultRequestHeaders.Add("X-API-Key", CallerKeyFixture.TheirKey);
        var before = await account.AvailableAsync();
        using var begun = await user.PostAsJsonAsync("/api/chat", new { aspect_ratio = "1:1" });
        var id = (string)(await begun.ShouldBeAsync(HttpStatusCode.OK))!["session_id"]!;

        using var said = await user.PostAsJsonAsync($"/api/chat/{id}/message", new { message = "a red apple" });
        ((int)(await said.ShouldBeAsync(HttpStatusCode.OK))!["message_count"]!).ShouldBe(2);
        _gemini.Switchboard.Requests.ShouldHaveSingleItem().Headers["x-goog-api-key"].ShouldBe(CallerKeyFixture.TheirKey);
        (await account.AvailableAsync()).ShouldBe(before);
        (await user.GetJsonAsync($"/api/chat/{id}"))["messages"]!.AsArray().Count.ShouldBe(2);
        ((int)(await user.GetJsonAsync("/api/chat"))["total"]!).ShouldBe(1);
        using (var foreign = await other.PostAsJsonAsync($"/api/chat/{id}/message", new { message = "mine now" }))
            ((string)(await foreign.ShouldBeAsync(HttpStatusCode.NotFound))!["error"]!["code"]!).ShouldBe("session_not_found");
        using (var searched = await user.PostAsJsonAsync("/api/generate/search", new { prompt = "the tallest tower" }))
            (await searched.ShouldBeAsync(HttpStatusCode.OK))!["search_sources"]!.AsArray().Count.ShouldBe(2);
        using (var deleted = await user.DeleteAsync(new Uri($"/api/chat/{id}", UriKind.Relative)))
            await deleted.ShouldBeAsync(HttpStatusCode.OK);
        using var nobody = _system.CreateClient();
        using var refused = await nobody.GetAsync(new Uri("/api/chat", UriKind.Relative));
        await refused.ShouldBeAsync(HttpStatusCode.Unauthorized);
    }
}

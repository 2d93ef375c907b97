using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Generation.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>Providers that write: Google's text models, and the sandbox without any.</summary>
public sealed class TextProviderTests : IAsyncLifetime
{
    private GeminiEmulator _gemini = null!;
    private ProviderSetup _setup = null!;

    public async ValueTask InitializeAsync()
    {
        _gemini = await GeminiEmulator.StartAsync();
        _setup = ProviderSetup.For(_gemini);
    }

    [Fact]
    public async Task Request_Completed_HasTheDocumentedFieldsAndTheThoughtIsLeftOut()
    {
        var request = new TextRequest("Improve the prompt.", "a red apple") { MaxTokens = 300, Temperature = 0.5 };

        var said = (await CompleteAsync("google", request)).ShouldBeOfType<TextResult.Said>();

        said.Text.ShouldBe("a red apple, in the best light");
        var sent = _gemini.Switchboard.Requests.ShouldHaveSingleItem();
        sent.Target.ShouldBe("/v1beta/models/gemini-3.5-flash-lite:generateContent");
        sent.Headers["x-goog-api-key"].ShouldBe(GeminiEmulator.DefaultKey);
        JsonNode.Parse(sent.Body)!.ToJsonString().ShouldBe(
            """{"systemInstruction":{"parts":[{"text":"Improve the prompt."}]},"contents":[{"role":"user","parts":[{"text":"a red apple"}]}],"generationConfig":{"temperature":0.5,"maxOutputTokens":300}}""");
    }

    [Theory]
    [InlineData("google")]
    [InlineData("sandbox")]
    public async Task JsonWanted_Completed_IsJsonWithThePrompt(string provider)
    {
        var said = (await CompleteAsync(provider, new TextRequest(null, "a \"red\" apple") { Json = true })).ShouldBeOfType<TextResult.Said>();

        using var json = JsonDocument.Parse(said.Text);
        json.RootElement.GetProperty("prompt").GetString().ShouldNotBeNull().ShouldStartWith("a \"red\" apple");
    }

    [Theory]
    [InlineData("throttled:3s", "Throttled", "RESOURCE_EXHAUSTED", 3)]
    [InlineData("overloaded", "Overloaded", "UNAVAILABLE", null)]
    [InlineData("bad_key", "Unauthorised", "API_KEY_INVALID", null)]
    [InlineData("not_found", "Gone", "NOT_FOUND", null)]
    [InlineData("bad_request", "BadInput", "INVALID_ARGUMENT", null)]
    [InlineData("blocked:PROHIBITED_CONTENT", "RefusedInput", "PROHIBITED_CONTENT", null)]
    [InlineData("finish:SAFETY", "RefusedOutput", "SAFETY", null)]
    [InlineData("finish:LANGUAGE", "NoImage", "LANGUAGE", null)]
    [InlineData("max_tokens", "NoImage", "MAX_TOKENS", null)]
    [InlineData("no_candidates", "NoImage", "NO_CANDIDATE", null)]
    [InlineData("empty_parts", "NoImage", "EMPTY", null)]
    [InlineData("garbage", "Unknown", "UNREADABLE", null)]
    [InlineData("html", "Unknown", "UNREADABLE", null)]
    [InlineData("cut", "Unknown", "CONNECTION_LOST", null)]
    public async Task Failure_Completed_IsClassified(string behaviour, string expected, string detail, int? seconds)
    {
        _gemini.Switchboard.Next(behaviour);

        var failed = (await CompleteAsync("google", new TextRequest(null, "a red apple"))).ShouldBeOfType<TextResult.Failed>();

        (failed.Class.ToString(), failed.Detail, failed.RetryAfter?.TotalSeconds).ShouldBe((expected, detail, (double?)seconds));
        _gemini.Switchboard.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("a lighthouse", 5)]
    [InlineData("a watercolour of a lighthouse at dusk", 3)]
    [InlineData("A photo, close-up, in neon light, pastel palette, blurred background.", 0)]
    public async Task Prompt_CompletedBySandbox_GainsWhatItDoesNotSpeakOfItself(string prompt, int gained)
    {
        var said = (await CompleteAsync("sandbox", new TextRequest(null, prompt))).ShouldBeOfType<TextResult.Said>();

        said.Text.ShouldStartWith(prompt.TrimEnd('.'));
        said.Text[prompt.TrimEnd('.').Length..].Split(", ", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(gained);
        (await CompleteAsync("sandbox", new TextRequest("other", prompt))).ShouldBe(said);
    }

    [Fact]
    public async Task FewTokens_CompletedBySandbox_KeepThePromptWhole()
    {
        (await CompleteAsync("sandbox", new TextRequest(null, "a lighthouse") { MaxTokens = 4 })).ShouldBe(new TextResult.Said("a lighthouse"));
        (await CompleteAsync("sandbox", new TextRequest(null, " \n"))).ShouldBeOfType<TextResult.Failed>().Class.ShouldBe(FailureClass.BadInput);
    }

    [Fact]
    public async Task Settings_IsAvailable_FollowsThem()
    {
        await using var bare = new ProviderSetup();

        (Find(bare, "google").IsAvailable, Find(bare, "sandbox").IsAvailable).ShouldBe((false, true));
        (Find(_setup, "google").IsAvailable, Find(_setup, "sandbox").IsAvailable).ShouldBe((true, false));
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _gemini.DisposeAsync();
    }

    private Task<TextResult> CompleteAsync(string provider, TextRequest request) => Find(_setup, provider).CompleteAsync(request, CancellationToken.None);

    private static ITextProvider Find(ProviderSetup setup, string name) => setup.Services.GetServices<ITextProvider>().Single(provider => provider.Name == name);
}

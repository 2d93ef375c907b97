using System.Text.Json.Nodes;
using NanoBanana.Generation.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>What is said beside an image: an answer in words, thoughts, and the pages of a search.</summary>
public sealed class GeminiWordsTests : IAsyncLifetime
{
    private GeminiEmulator _gemini = null!;
    private ProviderSetup _setup = null!;

    public async ValueTask InitializeAsync()
    {
        _gemini = await GeminiEmulator.StartAsync();
        _setup = ProviderSetup.For(_gemini);
    }

    [Theory]
    [InlineData("gemini-nano-banana-2.1", """[{"googleSearch":{"searchTypes":{"webSearch":{},"imageSearch":{}}}}]""")]
    [InlineData("gemini-3.1-flash-image", """[{"googleSearch":{"searchTypes":{"webSearch":{},"imageSearch":{}}}}]""")]
    [InlineData("gemini-3-pro-image", """[{"googleSearch":{}}]""")]
    public async Task Search_Generate_AsksForWhatTheModelCanAndNamesItsSources(string model, string tools)
    {
        var words = await WordsAsync(_setup.Request("google", model) with { Search = true });

        var body = JsonNode.Parse(_gemini.Switchboard.Requests.ShouldHaveSingleItem().Body)!;
        body["tools"]!.ToJsonString().ShouldBe(tools);
        body["generationConfig"]!["responseModalities"]!.ToJsonString().ShouldBe("""["TEXT","IMAGE"]""");
        body["generationConfig"]!["thinkingConfig"].ShouldBeNull();
        words.ShouldNotBeNull().Text.ShouldBe("Here it is.");
        words.Thoughts.ShouldBeNull();
        words.Sources.ShouldBe([new("Apples", "https://pages.example/apples"), new("A red apple", "https://pictures.example/page")]);
    }

    [Fact]
    public async Task Thoughts_Generate_AreAskedForAndKeptApartFromTheAnswer()
    {
        var words = await WordsAsync(Request with { WithThoughts = true });

        var config = JsonNode.Parse(_gemini.Switchboard.Requests.ShouldHaveSingleItem().Body)!["generationConfig"]!;
        config["thinkingConfig"]!.ToJsonString().ShouldBe("""{"includeThoughts":true}""");
        (words.ShouldNotBeNull().Text, words.Thoughts, words.Sources.Count).ShouldBe(("Here it is.", "Planning the scene.", 0));
    }

    [Fact]
    public async Task PlainCall_Generate_HasNoWords() => (await WordsAsync(Request)).ShouldBeNull();

    [Fact]
    public async Task GroundingOfAnyShape_Generate_GivesTheSourcesThatAreOne()
    {
        _gemini.Switchboard.Next("grounding_odd");
        _gemini.Switchboard.Next("grounding_null");
        _gemini.Switchboard.Next("no_mime");

        (await WordsAsync(Request with { Search = true })).ShouldNotBeNull().Sources.ShouldBe([new("pages.example", "https://pages.example/apples")]);
        (await WordsAsync(Request with { Search = true })).ShouldNotBeNull().Sources.ShouldBeEmpty();
        var none = (await WordsAsync(Request with { Search = true })).ShouldNotBeNull();
        (none.Text, none.Thoughts, none.Sources.Count).ShouldBe((null, null, 0));
    }

    [Theory]
    [InlineData("text_only", "NoImage")]
    [InlineData("finish:IMAGE_SAFETY", "RefusedOutput")]
    [InlineData("overloaded", "Overloaded")]
    [InlineData("garbage", "Unknown")]
    public async Task Failure_GenerateWithWords_IsTheSameAsWithout(string behaviour, string expected)
    {
        _gemini.Switchboard.Next(behaviour);

        var result = await _setup.Provider("google").SendAsync(Request with { Search = true, WithThoughts = true }, CancellationToken.None);

        result.ShouldBeFailed().Class.ToString().ShouldBe(expected);
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _gemini.DisposeAsync();
    }

    private ProviderRequest Request => _setup.Request("google", "gemini-nano-banana-2.1");

    private async Task<ModelWords?> WordsAsync(ProviderRequest request)
    {
        var delivered = (await _setup.Provider("google").SendAsync(request, CancellationToken.None)).ShouldBeDelivered();
        delivered.Bytes.Dispose();
        return delivered.Words;
    }
}

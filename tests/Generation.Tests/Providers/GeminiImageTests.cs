using System.Text.Json.Nodes;
using NanoBanana.Testing.Emulators;
using static NanoBanana.Generation.Tests.Providers.ProviderAssertions;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>A call that works: what is sent, and what is taken from the answer.</summary>
public sealed class GeminiImageTests : IAsyncLifetime
{
    private GeminiEmulator _gemini = null!;
    private ProviderSetup _setup = null!;

    public async ValueTask InitializeAsync()
    {
        _gemini = await GeminiEmulator.StartAsync();
        _setup = ProviderSetup.For(_gemini);
    }

    [Theory]
    [InlineData("gemini-nano-banana-2.1", 1024, 1024, "1K", 1024, 1024, "image/jpeg")]
    [InlineData("gemini-nano-banana-2.1", 1408, 768, "1K", 1376, 768, "image/jpeg")]
    [InlineData("gemini-nano-banana-2.1", 4096, 1024, "1K", 2048, 512, "image/jpeg")]
    [InlineData("gemini-nano-banana-2.1", 512, 512, null, 1024, 1024, "image/jpeg")]
    [InlineData("gemini-3.1-flash-image", 512, 512, "512", 512, 512, "image/jpeg")]
    [InlineData("gemini-3-pro-image", 2048, 2048, "2K", 2048, 2048, "image/jpeg")]
    [InlineData("gemini-2.5-flash-image", 896, 1280, "1K", 832, 1248, "image/png")]
    public async Task Model_Generate_AsksWithinItsAbilitiesAndDeliversItsFormat(
        string model, int width, int height, string? resolution, int expectedWidth, int expectedHeight, string mediaType)
    {
        var result = await _setup.Provider("google").SendAsync(_setup.Request("google", model, width, height, resolution), CancellationToken.None);

        var delivered = result.ShouldBeDelivered();
        using var bytes = delivered.Bytes;
        delivered.MediaType.ShouldBe(mediaType);
        var info = _setup.Codec.Measure(bytes.Memory.Span).ShouldNotBeNull();
        (info.MediaType, info.Width, info.Height).ShouldBe((mediaType, expectedWidth, expectedHeight));
    }

    [Fact]
    public async Task Request_Generate_HasKeyInHeaderOnlyAndTheDocumentedFields()
    {
        var result = await _setup.Provider("google").SendAsync(_setup.Request("google", "gemini-nano-banana-2.1", 1280, 896) with { Prompt = "späß \"quoted\" 🍌", Seed = long.MaxValue }, CancellationToken.None);

        result.ShouldBeDelivered().Bytes.Dispose();
        var sent = _gemini.Switchboard.Requests.ShouldHaveSingleItem();
        sent.Target.ShouldBe("/v1beta/models/gemini-nano-banana-2.1:generateContent");
        sent.Headers["x-goog-api-key"].ShouldBe(GeminiEmulator.DefaultKey);
        var body = JsonNode.Parse(sent.Body)!;
        body["contents"]![0]!["parts"]![0]!["text"]!.GetValue<string>().ShouldBe("späß \"quoted\" 🍌");
        var config = body["generationConfig"]!;
        config["responseModalities"]!.ToJsonString().ShouldBe("[\"IMAGE\"]");
        config["imageConfig"]!.ToJsonString().ShouldBe("""{"aspectRatio":"3:2","imageSize":"1K"}""");
        config["seed"]!.GetValue<long>().ShouldBe(int.MaxValue);
    }

    [Fact]
    public async Task OldModel_Generate_IsNotSentASize()
    {
        var result = await _setup.Provider("google").SendAsync(_setup.Request("google", "gemini-2.5-flash-image"), CancellationToken.None);

        result.ShouldBeDelivered().Bytes.Dispose();
        _gemini.Switchboard.Requests.Single().Body.ShouldNotContain("imageSize");
    }

    [Theory]
    [InlineData("ok")]
    [InlineData("escaped")]
    [InlineData("no_mime")]
    [InlineData("slow:50")]
    public async Task GoodAnswerOfAnyShape_Generate_DeliversTheFinalImageByteForByteAndNoDraft(string behaviour)
    {
        _gemini.Switchboard.Next(behaviour);

        var result = await _setup.Provider("google").SendAsync(Request(), CancellationToken.None);

        using var bytes = result.ShouldBeDelivered().Bytes;
        bytes.Memory.Span.SequenceEqual(EmulatedImage.Make(1024, 1024, "image/jpeg")).ShouldBeTrue();
    }

    [Fact]
    public async Task ManyCalls_Generate_KeepTheirImagesApart()
    {
        int[] widths = [512, 1024, 768, 1408, 896, 1280, 2048, 640];

        await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            var result = await _setup.Provider("google").SendAsync(_setup.Request("google", "gemini-nano-banana-2.1", widths[number % 8]), CancellationToken.None);
            using var bytes = result.ShouldBeDelivered().Bytes;
            _setup.Codec.Measure(bytes.Memory.Span).ShouldNotBeNull();
        }));

        _gemini.Switchboard.Count.ShouldBe(40);
        _gemini.Switchboard.Rejected.ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _gemini.DisposeAsync();
    }
}

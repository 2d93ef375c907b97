using System.Text.Json.Nodes;
using NanoBanana.Generation.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>What is sent to OpenAI, and what is taken from its answer.</summary>
public sealed class OpenAiRequestTests : IAsyncLifetime
{
    private OpenAiEmulator _openAi = null!;
    private ProviderSetup _setup = null!;

    public async ValueTask InitializeAsync()
    {
        _openAi = await OpenAiEmulator.StartAsync();
        _setup = ProviderSetup.For(_openAi);
    }

    [Theory]
    [InlineData("gpt-image-2", 1024, 1024, null, "1024x1024")]
    [InlineData("gpt-image-2", 512, 512, null, "816x816")]
    [InlineData("gpt-image-2", 256, 1024, null, "480x1408")]
    [InlineData("gpt-image-2", 2048, 512, null, "2048x688")]
    [InlineData("gpt-image-2", 1000, 1000, null, "992x992")]
    [InlineData("gpt-image-2", 815, 815, null, "816x816")]
    [InlineData("gpt-image-2", 3840, 2160, null, "3840x2160")]
    [InlineData("gpt-image-2", 4096, 4096, null, "2880x2880")]
    [InlineData("gpt-image-2", 5456, 3072, "4K", "3824x2160")]
    [InlineData("gpt-image-2", 6000, 1500, null, "3840x1280")]
    [InlineData("gpt-image-2.5-flare", 2048, 2048, "2K", "2048x2048")]
    [InlineData("gpt-image-2.5-sunburst", 1280, 720, null, "1280x720")]
    [InlineData("gpt-image-1.5", 1408, 768, null, "1536x1024")]
    [InlineData("gpt-image-1", 768, 1024, null, "1024x1536")]
    [InlineData("gpt-image-1-mini", 512, 512, null, "1024x1024")]
    public async Task Size_Sent_IsOneThatTheModelMakesAndTheImageHasIt(string model, int width, int height, string? resolution, string size)
    {
        var result = await _setup.Provider("openai").SendAsync(_setup.Request("openai", model, width, height, resolution), CancellationToken.None);

        var delivered = result.ShouldBeDelivered();
        using var bytes = delivered.Bytes;
        Sent()["size"]!.GetValue<string>().ShouldBe(size);
        var info = _setup.Codec.Measure(bytes.Memory.Span).ShouldNotBeNull();
        ($"{info.Width}x{info.Height}", info.MediaType, delivered.MediaType).ShouldBe((size, "image/png", "image/png"));
    }

    [Fact]
    public async Task Request_Sent_HasTheDocumentedFieldsAndNoOthers()
    {
        await DeliverAsync(_setup.Request("openai", "gpt-image-2") with { Prompt = "späß \"quoted\" 🍌", NegativePrompt = "rain" });

        var request = _openAi.Switchboard.Requests.ShouldHaveSingleItem();
        (request.Method, request.Target).ShouldBe(("POST", "/v1/images/generations"));
        request.Headers["Authorization"].ShouldBe("Bearer " + OpenAiEmulator.DefaultKey);
        request.Headers.Keys.ShouldNotContain("HTTP-Referer");
        request.Headers.Keys.ShouldNotContain("Transfer-Encoding");
        var body = Sent().AsObject();
        body.Select(static field => field.Key).ShouldBe(["model", "prompt", "n", "size", "quality", "output_format"]);
        body["prompt"]!.GetValue<string>().ShouldBe("späß \"quoted\" 🍌");
        body.Remove("prompt");
        body.ToJsonString().ShouldBe("""{"model":"gpt-image-2","n":1,"size":"1024x1024","quality":"medium","output_format":"png"}""");
    }

    [Fact]
    public async Task References_Sent_AreFilesOfAFormInTheirOrderAndType()
    {
        var (png, jpeg, webp) = (Image("image/png"), Image("image/jpeg"), Image("image/webp"));

        await DeliverAsync(_setup.Request("openai", "gpt-image-2") with { Prompt = "join them, späß", References = [png, jpeg, webp] });

        _openAi.Switchboard.Requests.Single().Target.ShouldBe("/v1/images/edits");
        var parts = _openAi.Forms.ShouldHaveSingleItem();
        parts.Where(static part => part.FileName is null).Select(static part => (part.Name, part.Text, part.ContentType)).ShouldBe(
        [
            ("model", "gpt-image-2", ""), ("prompt", "join them, späß", ""), ("n", "1", ""), ("size", "1024x1024", ""), ("quality", "medium", ""), ("output_format", "png", ""),
        ]);
        var files = parts.Where(static part => part.FileName is not null).ToList();
        files.Select(static part => (part.Name, part.FileName!, part.ContentType)).ShouldBe(
            [("image[]", "image-1.png", "image/png"), ("image[]", "image-2.jpg", "image/jpeg"), ("image[]", "image-3.webp", "image/webp")]);
        files[1].Bytes.Span.SequenceEqual(jpeg.Bytes.Span).ShouldBeTrue();
    }

    [Fact]
    public async Task OneReference_Sent_IsCalledImage()
    {
        await DeliverAsync(_setup.Request("openai", "gpt-image-1.5") with { References = [Image("image/png")] });

        _openAi.Forms.Single().Single(static part => part.FileName is not null).Name.ShouldBe("image");
        var sent = _openAi.Switchboard.Requests.Single();
        sent.Headers["Content-Type"].ShouldMatch("^multipart/form-data; boundary=[A-Za-z0-9-]+$");
        sent.Headers.Keys.ShouldContain("Content-Length");
    }

    [Fact]
    public async Task ReferenceThatIsNoImage_Sent_IsBadInput()
    {
        var broken = new ReferenceImage("not a png"u8.ToArray(), "image/png");

        var failed = (await _setup.Provider("openai").SendAsync(_setup.Request("openai", "gpt-image-2") with { References = [broken] }, CancellationToken.None)).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.BadInput, "INVALID_IMAGE_FILE"));
    }

    [Theory]
    [InlineData("ok")]
    [InlineData("escaped")]
    [InlineData("minimal")]
    [InlineData("gzip")]
    [InlineData("data_url")]
    [InlineData("slow:50")]
    public async Task GoodAnswerOfAnyShape_Read_IsTheImageByteForByte(string behaviour)
    {
        _openAi.Switchboard.Next(behaviour);

        var result = await _setup.Provider("openai").SendAsync(_setup.Request("openai", "gpt-image-2"), CancellationToken.None);

        using var bytes = result.ShouldBeDelivered().Bytes;
        bytes.Memory.Span.SequenceEqual(EmulatedImage.Make(1024, 1024, "image/png")).ShouldBeTrue();
    }

    [Fact]
    public async Task AddressInsteadOfTheImage_Read_IsLocated()
    {
        _openAi.Switchboard.Next("url:https://images.example/1.png");

        var result = await _setup.Provider("openai").SendAsync(_setup.Request("openai", "gpt-image-2"), CancellationToken.None);

        result.ShouldBeOfType<ProviderResult.Located>().Address.ShouldBe(new Uri("https://images.example/1.png"));
    }

    [Fact]
    public async Task Settings_OfReferrerQualityAndPaddedKey_AreHonoured()
    {
        await using var setup = ProviderSetup.For(
            _openAi, ("PROVIDER_OPENAI_REFERER", "https://shop.example"), ("Providers:OpenAi:Quality", "high"), ("Providers:OpenAi:ApiKey", $" {OpenAiEmulator.DefaultKey}\n"));

        (await setup.Provider("openai").SendAsync(setup.Request("openai", "gpt-image-2"), CancellationToken.None)).ShouldBeDelivered().Bytes.Dispose();

        _openAi.Switchboard.Requests.Single().Headers["HTTP-Referer"].ShouldBe("https://shop.example");
        Sent()["quality"]!.GetValue<string>().ShouldBe("high");
    }

    [Theory]
    [InlineData("line\nX-Other: break")]
    [InlineData("two words")]
    [InlineData("schlüssel")]
    public async Task CallersKeyThatNoHeaderCanHold_Sent_IsUnauthorisedAndGoesNowhere(string key)
    {
        var request = _setup.Request("openai", "gpt-image-2") with { CallerKey = new Secret(key) };

        var failed = (await _setup.Provider("openai").SendAsync(request, CancellationToken.None)).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.Unauthorised, "MALFORMED_KEY"));
        _openAi.Switchboard.Count.ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _openAi.DisposeAsync();
    }

    private static ReferenceImage Image(string mediaType) => new(EmulatedImage.Make(64, 64, mediaType), mediaType);

    private async Task DeliverAsync(ProviderRequest request) =>
        (await _setup.Provider("openai").SendAsync(request, CancellationToken.None)).ShouldBeDelivered().Bytes.Dispose();

    private JsonNode Sent() => JsonNode.Parse(_openAi.Switchboard.Requests.Single().Body)!;
}

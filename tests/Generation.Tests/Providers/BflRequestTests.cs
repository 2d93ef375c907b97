using System.Text.Json.Nodes;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Tests.Providers.Conformance;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>What the adapter for Black Forest Labs sends, field by field, and where.</summary>
public sealed class BflRequestTests : IAsyncLifetime
{
    private static readonly Uri Callback = new("https://images.example/callbacks/bfl?job=7");

    private BflEmulator _bfl = null!;
    private ProviderSetup _setup = null!;

    public async ValueTask InitializeAsync()
    {
        _bfl = await BflEmulator.StartAsync();
        _setup = BflSetup.For(_bfl);
    }

    [Theory]
    [InlineData("flux-2-pro", 1408, 768, null, """{"prompt":"a red apple","width":1408,"height":768,"seed":7,"output_format":"png"}""")]
    [InlineData("flux-2-max", 2048, 2048, null, """{"prompt":"a red apple","width":2048,"height":2048,"seed":7,"output_format":"png"}""")]
    [InlineData("flux-2-flex", 1000, 1000, null, """{"prompt":"a red apple","width":992,"height":992,"seed":7,"output_format":"png","prompt_upsampling":false}""")]
    [InlineData("flux-2-klein-4b", 512, 512, null, """{"prompt":"a red apple","width":512,"height":512,"seed":7,"output_format":"png"}""")]
    [InlineData("flux-2-klein-9b", 2048, 1024, null, """{"prompt":"a red apple","width":2048,"height":1024,"seed":7,"output_format":"png"}""")]
    [InlineData("flux-pro-1.1", 1000, 600, null, """{"prompt":"a red apple","width":992,"height":576,"seed":7,"output_format":"png"}""")]
    [InlineData("flux-dev", 1536, 768, null, """{"prompt":"a red apple","width":1440,"height":704,"seed":7,"output_format":"png"}""")]
    [InlineData("flux-kontext-pro", 1280, 720, null, """{"prompt":"a red apple","aspect_ratio":"16:9","seed":7,"output_format":"png"}""")]
    [InlineData("flux-kontext-max", 576, 1344, null, """{"prompt":"a red apple","aspect_ratio":"9:21","seed":7,"output_format":"png"}""")]
    [InlineData("flux-pro-1.1-ultra", 2048, 2048, null, """{"prompt":"a red apple","aspect_ratio":"1:1","seed":7,"output_format":"png"}""")]
    [InlineData("flux-3-image", 1400, 1000, null, """{"prompt":"a red apple","aspect_ratio":"7:5","resolution":"1k","grounding":false}""")]
    [InlineData("flux-3-image", 1024, 1024, "2K", """{"prompt":"a red apple","aspect_ratio":"1:1","resolution":"2k","grounding":false}""")]
    public async Task Model_Sent_GetsItsOwnFieldsAndNoOther(string model, int width, int height, string? resolution, string body)
    {
        await TakenAsync(_setup, _setup.Request("bfl", model, width, height, resolution) with { NegativePrompt = "pears", Callback = Callback });

        var sent = _bfl.Switchboard.Requests.ShouldHaveSingleItem();
        (sent.Method, sent.Target).ShouldBe(("POST", "/v1/" + model));
        sent.Headers["Content-Type"].ShouldBe("application/json");
        sent.Headers["x-key"].ShouldBe(BflEmulator.DefaultKey);
        sent.Headers["Accept"].ShouldBe("application/json");
        JsonNode.DeepEquals(JsonNode.Parse(sent.Body), JsonNode.Parse(body)).ShouldBeTrue(sent.Body);
    }

    [Theory]
    [InlineData("flux-2-pro", "image/png")]
    [InlineData("flux-kontext-pro", "image/png")]
    [InlineData("flux-pro-1.1", "image/png")]
    [InlineData("flux-3-image", "image/jpeg")]
    public async Task Model_TakenToItsEnd_DeliversAnImageOfTheShapeAskedFor(string model, string mediaType)
    {
        var subject = BflSetup.Subject(_bfl, _setup, _setup.Request("bfl", model, 1024, 768));

        var located = (await Drive.ToEndAsync(subject)).ShouldBeOfType<ProviderResult.Located>();

        located.Credential.ShouldBeNull();
        await using var made = await Drive.OpenAsync(subject, located);
        var info = _setup.Codec.Measure(made.ToArray()).ShouldNotBeNull();
        info.MediaType.ShouldBe(mediaType);
        ((double)info.Width / info.Height).ShouldBe(4.0 / 3, 0.02);
        _bfl.Switchboard.Requests.Single(static request => request.Target.StartsWith("/results/", StringComparison.Ordinal)).Headers.Keys.ShouldNotContain("x-key", StringComparer.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("flux-2-pro", 3, new[] { "input_image", "input_image_2", "input_image_3" })]
    [InlineData("flux-2-max", 8, new[] { "input_image", "input_image_2", "input_image_3", "input_image_4", "input_image_5", "input_image_6", "input_image_7", "input_image_8" })]
    [InlineData("flux-kontext-max", 1, new[] { "input_image" })]
    [InlineData("flux-pro-1.1", 1, new[] { "image_prompt" })]
    [InlineData("flux-pro-1.1-ultra", 1, new[] { "image_prompt" })]
    [InlineData("flux-dev", 1, new[] { "image_prompt" })]
    public async Task References_Sent_AreBareBase64InOrder(string model, int count, string[] names)
    {
        var images = Enumerable.Range(0, count).Select(static number => EmulatedImage.Make(16 + number, 16, "image/png")).ToList();

        await TakenAsync(_setup, _setup.Request("bfl", model) with { References = [.. images.Select(static image => new ReferenceImage(image, "image/png"))] });

        var body = JsonNode.Parse(_bfl.Switchboard.Requests.Single().Body)!.AsObject();
        body.Select(static field => field.Key).Where(static name => name.Contains("image", StringComparison.Ordinal)).ShouldBe(names);
        names.Select(name => body[name]!.GetValue<string>()).ShouldBe(images.Select(Convert.ToBase64String));
    }

    [Fact]
    public async Task References_SentToTheThirdGeneration_AreAList()
    {
        var image = EmulatedImage.Make(16, 16, "image/png");

        await TakenAsync(_setup, _setup.Request("bfl", "flux-3-image") with { References = [new(image, "image/png"), new(image, "image/png")], Search = true });

        var body = JsonNode.Parse(_bfl.Switchboard.Requests.Single().Body)!;
        body["images"]!.AsArray().Select(static item => item!.GetValue<string>()).ShouldBe([Convert.ToBase64String(image), Convert.ToBase64String(image)]);
        body["grounding"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task LargeSeedAndOddPrompt_Sent_ArriveWhole()
    {
        await TakenAsync(_setup, _setup.Request("bfl", "flux-2-pro") with { Prompt = "späß \"quoted\" 🍌", Seed = long.MaxValue });

        var body = JsonNode.Parse(_bfl.Switchboard.Requests.Single().Body)!;
        body["prompt"]!.GetValue<string>().ShouldBe("späß \"quoted\" 🍌");
        body["seed"]!.GetValue<long>().ShouldBe(int.MaxValue);
    }

    [Fact]
    public async Task CallbackWithASecret_Sent_AsksForSignedCalls()
    {
        await using var setup = BflSetup.For(_bfl, ("Providers:Bfl:WebhookSecret", "shared"));

        await TakenAsync(setup, setup.Request("bfl", "flux-2-pro") with { Callback = new Uri("http://127.0.0.1:9/callbacks/bfl?job=7") });

        var body = JsonNode.Parse(_bfl.Switchboard.Requests[0].Body)!;
        body["webhook_url"]!.GetValue<string>().ShouldBe("http://127.0.0.1:9/callbacks/bfl?job=7");
        body["webhook_secret"]!.GetValue<string>().ShouldBe("shared");
    }

    [Fact]
    public async Task UnknownModel_Configured_IsTakenToBeLikeTheSecondGeneration()
    {
        await using var setup = BflSetup.For(_bfl, ("PROVIDER_BFL_MODEL", "flux-2-next"));

        (await setup.Provider("bfl").SendAsync(new ProviderRequest("flux-2-next", "x", 1024, 768, "1K", 7), CancellationToken.None)).ShouldBeFailed().Class.ShouldBe(FailureClass.Gone);

        setup.Provider("bfl").Models[0].MaxReferences.ShouldBe(8);
        _bfl.Switchboard.Requests.Single().Body.ShouldBe("""{"prompt":"x","width":1024,"height":768,"seed":7,"output_format":"png"}""");
    }

    [Fact]
    public async Task BaseWithItsVersion_Sent_HasItOnce()
    {
        await using var setup = BflSetup.For(_bfl, ("Providers:Bfl:BaseUrl", _bfl.Address + "v1/"));

        await TakenAsync(setup, setup.Request("bfl", "flux-2-pro"));

        _bfl.Switchboard.Requests.Single().Target.ShouldBe("/v1/flux-2-pro");
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _bfl.DisposeAsync();
    }

    private static async Task TakenAsync(ProviderSetup setup, ProviderRequest request) =>
        (await setup.Provider("bfl").SendAsync(request, CancellationToken.None)).ShouldBeOfType<ProviderResult.Accepted>();
}

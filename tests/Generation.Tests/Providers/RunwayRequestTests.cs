using NanoBanana.Generation.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>What is sent to Runway, to the letter.</summary>
public sealed class RunwayRequestTests : IAsyncLifetime
{
    private static readonly byte[] Png = EmulatedImage.Make(64, 64, "image/png");

    private RunwayEmulator _runway = null!;
    private ProviderSetup _setup = null!;
    private IPolledProvider _provider = null!;

    public async ValueTask InitializeAsync()
    {
        _runway = await RunwayEmulator.StartAsync();
        _setup = new ProviderSetup(("PROVIDER_RUNWAY_BASE_URL", _runway.Address.ToString()), ("PROVIDER_RUNWAY_API_KEY", $" {RunwayEmulator.DefaultKey} "));
        _provider = _setup.Polled("runway");
    }

    [Fact]
    public async Task Image_Sent_HasKeyVersionAndTheDocumentedFields()
    {
        await _provider.OrderAsync(_setup.Request("runway", "gen4_image", 1920, 1080) with { Prompt = "späß \"quoted\" 🍌" });

        var sent = _runway.Switchboard.Requests.ShouldHaveSingleItem();
        sent.Target.ShouldBe("/v1/text_to_image");
        sent.Headers["Authorization"].ShouldBe("Bearer " + RunwayEmulator.DefaultKey);
        sent.Headers["X-Runway-Version"].ShouldBe("2024-11-06");
        _runway.Switchboard.ShouldHaveSent("""{"model":"gen4_image","promptText":"späß \"quoted\" 🍌","ratio":"1920:1080","seed":7}""");
    }

    [Theory]
    [InlineData("gen4_image", 1024, 1024, null, "1024:1024")]
    [InlineData("gen4_image", 1280, 720, "1K", "1280:720")]
    [InlineData("gen4_image", 1080, 1920, "2K", "1080:1920")]
    [InlineData("gen4_image", 4000, 4000, "2K", "1080:1080")]
    [InlineData("gemini_2.5_flash", 1200, 800, "1K", "1248:832")]
    public async Task SizeOfAnImage_Sent_IsOneOfTheModelsOwn(string model, int width, int height, string? resolution, string ratio)
    {
        await _provider.OrderAsync(_setup.Request("runway", model, width, height, resolution));

        _runway.Switchboard.LastBody()["ratio"]!.GetValue<string>().ShouldBe(ratio);
    }

    [Theory]
    [InlineData("gen4_image", long.MaxValue, 4294967295L)]
    [InlineData("gen4_image", 4294967296L, 0L)]
    [InlineData("gemini_2.5_flash", 7L, null)]
    public async Task Seed_Sent_FitsTheFieldAndTheModel(string model, long seed, long? expected)
    {
        await _provider.OrderAsync(_setup.Request("runway", model) with { Seed = seed });

        _runway.Switchboard.LastBody()["seed"]?.GetValue<long>().ShouldBe(expected!.Value);
        (_runway.Switchboard.LastBody()["seed"] is null).ShouldBe(expected is null);
    }

    [Theory]
    [InlineData("gen4_image", true)]
    [InlineData("gen4_image_turbo", true)]
    [InlineData("seedream5_lite", false)]
    public async Task References_Sent_AreDataAddressesInOrderWithTags(string model, bool tags)
    {
        var second = EmulatedImage.Make(32, 32, "image/jpeg");

        await _provider.OrderAsync(_setup.Request("runway", model) with { References = [new(Png, "image/png"), new(second, "image/jpeg")] });

        var images = _runway.Switchboard.LastBody()["referenceImages"]!.AsArray();
        images.Select(static image => image!["uri"]!.GetValue<string>())
            .ShouldBe(["data:image/png;base64," + Convert.ToBase64String(Png), "data:image/jpeg;base64," + Convert.ToBase64String(second)]);
        images.Select(static image => image!["tag"]?.GetValue<string>()).ShouldBe(tags ? ["image1", "image2"] : [null, null]);
    }

    [Fact]
    public async Task ReferenceBeyondTheLimit_Sent_IsBadInputAndNothingLeaves()
    {
        // The largest that fits, and one that does not: 3 bytes are 4 letters.
        var fits = new byte[(5_242_880 - "data:image/png;base64,".Length) / 4 * 3];
        await _provider.OrderAsync(_setup.Request("runway", "gen4_image") with { References = [new(fits, "image/png")] });

        var failed = (await _provider.SendAsync(
            _setup.Request("runway", "gen4_image") with { References = [new(new byte[fits.Length + 3], "image/png")] }, CancellationToken.None)).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.BadInput, "REFERENCE_TOO_LARGE"));
        _runway.Switchboard.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("gen4_image_turbo", "1K")]
    [InlineData("gen4_turbo", "720p")]
    public async Task ReferenceMissing_Sent_IsBadInputAndNothingLeaves(string model, string resolution)
    {
        var failed = (await _provider.SendAsync(_setup.Request("runway", model, 1280, 720, resolution), CancellationToken.None)).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.BadInput, "REFERENCE_MISSING"));
        _runway.Switchboard.Count.ShouldBe(0);
    }

    [Fact]
    public async Task VideoOfWords_Sent_HasItsLength()
    {
        await _provider.OrderAsync(_setup.Request("runway", "gen4.5", 720, 1280, "720p") with { DurationSeconds = 8, NegativePrompt = "rain" });

        _runway.Switchboard.Requests.Single().Target.ShouldBe("/v1/text_to_video");
        _runway.Switchboard.ShouldHaveSent("""{"model":"gen4.5","promptText":"a red apple","ratio":"720:1280","seed":7,"duration":8}""");
    }

    [Theory]
    [InlineData("gen4.5", "1280:720")]
    [InlineData("gen4_turbo", "1584:672")]
    public async Task VideoOfAnImage_Sent_BeginsWithTheFirstReference(string model, string ratio)
    {
        await _provider.OrderAsync(_setup.Request("runway", model, 2100, 900, "720p") with { DurationSeconds = 5, References = [new(Png, "image/png")] });

        _runway.Switchboard.Requests.Single().Target.ShouldBe("/v1/image_to_video");
        var body = _runway.Switchboard.LastBody();
        body["promptImage"]!.GetValue<string>().ShouldBe("data:image/png;base64," + Convert.ToBase64String(Png));
        body["ratio"]!.GetValue<string>().ShouldBe(ratio);
    }

    [Theory]
    [InlineData(1280, 720, "720p", "1280:720")]
    [InlineData(1280, 720, "1080p", "1920:1080")]
    [InlineData(720, 1280, "1080p", "1080:1920")]
    public async Task VideoOfAShapeAndAStep_Sent_IsInPixels(int width, int height, string resolution, string ratio)
    {
        await _provider.OrderAsync(_setup.Request("runway", "veo3.1", width, height, resolution) with { DurationSeconds = 6, NegativePrompt = "rain" });

        _runway.Switchboard.ShouldHaveSent($$"""{"model":"veo3.1","promptText":"a red apple","ratio":"{{ratio}}","negativePrompt":"rain","duration":6}""");
    }

    [Fact]
    public async Task CallersKey_SentAndPolled_IsUsedForBoth()
    {
        await using var theirs = await RunwayEmulator.StartAsync("key_of_the_caller");
        await using var setup = new ProviderSetup(("PROVIDER_RUNWAY_BASE_URL", theirs.Address.ToString()), ("PROVIDER_RUNWAY_API_KEY", "key_of_ours"));
        var provider = setup.Polled("runway");

        var order = await provider.OrderAsync(setup.Request("runway", "gen4_image") with { CallerKey = new Secret("key_of_the_caller") });

        (await provider.EndAsync(order)).ShouldBeOfType<ProviderResult.Located>();
        theirs.Switchboard.Requests.ShouldAllBe(static sent => sent.Headers["Authorization"] == "Bearer key_of_the_caller");
        theirs.Switchboard.Requests.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("../organization")]
    [InlineData("http://elsewhere.example/")]
    [InlineData("")]
    public async Task StoredIdThatIsNone_Polled_TakesTheKeyNowhere(string id)
    {
        var failed = (await _provider.PollAsync(new ProviderOrder("gen4_image", id), CancellationToken.None)).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.Unknown, "TASK_ID"));
        _runway.Switchboard.Count.ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _runway.DisposeAsync();
    }
}

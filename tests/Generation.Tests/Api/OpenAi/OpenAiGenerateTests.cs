using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Imaging;
using NanoBanana.Generation.Tests.Inputs;

namespace NanoBanana.Generation.Tests.Api.OpenAi;

/// <summary><c>POST /openai/v1/images/generations</c>: what it makes and how it answers.</summary>
public sealed class OpenAiGenerateTests(InputFixture fixture)
{
    private static readonly (string, string) Sandbox = ("X-Provider", "sandbox");
    private readonly Guid _account = Guid.NewGuid();

    private HttpClient Client => fixture.ClientOf(_account);

    [Fact]
    public async Task PromptAlone_Generate_AnswersThePngAndChargesOnce()
    {
        using var response = await Client.GenerateAsync(new { prompt = "a lighthouse" });

        var body = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        body.AsObject().Select(static property => property.Key).ShouldBe(["created", "data", "background", "output_format", "quality", "size"]);
        var image = Convert.FromBase64String((string)body["data"]![0]!["b64_json"]!);
        TestCodec.Create().Measure(image).ShouldBe(new("image/png", 1024, 1024));
        ((string?)body["background"], (string?)body["output_format"], (string?)body["quality"], (string?)body["size"]).ShouldBe(("opaque", "png", "auto", "1024x1024"));
        DateTimeOffset.FromUnixTimeSeconds((long)body["created"]!).ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        response.Headers.GetValues("X-Provider").ShouldBe(["google"]);
        response.Headers.GetValues("X-Model").ShouldBe(["gemini-nano-banana-2.1"]);
        response.Headers.Contains("x-request-id").ShouldBeTrue();
        response.Warnings().ShouldBeNull();
        (await fixture.AvailableOfAsync(_account)).ShouldBe(980);
    }

    [Theory]
    [InlineData("png", 100, "image/png")]
    [InlineData("jpeg", 40, "image/jpeg")]
    [InlineData("webp", 100, "image/webp")]
    public async Task OutputFormat_Generate_IsWhatTheBytesAre(string format, int compression, string mediaType)
    {
        using var response = await Client.GenerateAsync(
            new { prompt = "a lighthouse", output_format = format, output_compression = compression, size = "512x256", n = 2 }, Sandbox);

        var images = await response.ImagesAsync();
        images.Count.ShouldBe(2);
        images.ShouldAllBe(image => TestCodec.Create().Measure(image) == new NanoBanana.Generation.Imaging.ImageInfo(mediaType, 512, 256));
        images[0].ShouldNotBe(images[1]);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        ((string?)body["output_format"], (string?)body["size"]).ShouldBe((format, "512x256"));
    }

    [Fact]
    public async Task TenImages_Generate_AreTenAndChargedAsTen()
    {
        using var response = await Client.GenerateAsync(new { prompt = "a lighthouse", size = "256x256", n = 10 }, Sandbox);

        (await response.ImagesAsync()).Select(Convert.ToBase64String).Distinct().Count().ShouldBe(10);
        (await fixture.Application.ScalarAsync("SELECT charged_credits FROM generation.jobs WHERE account_id = @a", ("a", _account)))
            .ShouldBe(1_000 - (int)await fixture.AvailableOfAsync(_account));
    }

    [Fact]
    public async Task ResponseFormatUrl_Generate_LeadsToTheImage()
    {
        using var response = await Client.GenerateAsync(new { prompt = "a lighthouse", size = "256x256", response_format = "url" }, Sandbox);

        var image = (await response.ShouldBeAsync(HttpStatusCode.OK))!["data"]![0]!.AsObject().ShouldHaveSingleItem();
        image.Key.ShouldBe("url");
        using var anybody = fixture.ClientOf(Guid.NewGuid());
        TestCodec.Create().Measure(await anybody.GetByteArrayAsync(new Uri((string)image.Value!))).ShouldBe(new("image/png", 256, 256));
    }

    [Theory]
    [InlineData("gpt-image-1", "openai", "gpt-image-1", null, "b64_json")]
    [InlineData("sandbox-1", "sandbox", "sandbox-1", null, "b64_json")]
    [InlineData("dall-e-3", "google", "gemini-nano-banana-2.1", "model_substituted", "url")]
    [InlineData("gpt-image-9", "google", "gemini-nano-banana-2.1", "model_substituted", "b64_json")]
    public async Task Model_Named_ServesOrStandsForAny(string named, string provider, string model, string? warnings, string answer)
    {
        using var response = await Client.GenerateAsync(new { prompt = "a lighthouse", model = named });

        var body = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        body["data"]![0]!.AsObject().ShouldHaveSingleItem().Key.ShouldBe(answer);
        response.Headers.GetValues("X-Provider").ShouldBe([provider]);
        response.Headers.GetValues("X-Model").ShouldBe([model]);
        response.Warnings().ShouldBe(warnings);
    }

    [Fact]
    public async Task WishesThatNobodyGrants_Generate_AreTold()
    {
        using var response = await Client.GenerateAsync(
            new { prompt = "a lighthouse", quality = "high", style = "vivid", background = "transparent", user = "u-1", partial_images = 0, moderation = "auto", size = "auto" }, Sandbox);

        await response.ShouldBeAsync(HttpStatusCode.OK);
        response.Warnings().ShouldBe("quality_ignored, background_ignored, style_ignored");
    }

    [Fact]
    public async Task SameKey_InAnotherFormat_IsTheSameImageOnce()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        using var first = await Client.GenerateAsync(new { prompt = "once", size = "256x256" }, Sandbox, key);
        using var again = await Client.GenerateAsync(new { prompt = "once", size = "256x256" }, Sandbox, key);
        using var other = await Client.GenerateAsync(new { prompt = "once", size = "256x256", output_format = "webp" }, Sandbox, key);
        using var another = await Client.GenerateAsync(new { prompt = "twice", size = "256x256" }, Sandbox, key);

        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        TestCodec.Create().Measure((await other.ImagesAsync())[0])!.MediaType.ShouldBe("image/webp");
        (await another.ErrorAsync(HttpStatusCode.BadRequest)).Code.ShouldBe("idempotency.key_reused");
        (await fixture.JobsOfAsync(_account)).ShouldBe(1);
    }

    [Fact]
    public async Task LongestPrompt_Generate_IsTaken()
    {
        using var response = await Client.GenerateAsync(new { prompt = new string('x', 31_990) + string.Concat(Enumerable.Repeat("é", 10)), size = "64x64" }, Sandbox);

        await response.ShouldBeAsync(HttpStatusCode.OK);
    }
}

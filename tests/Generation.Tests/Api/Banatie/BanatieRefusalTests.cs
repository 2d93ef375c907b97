using System.Net;
using System.Net.Http.Headers;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Generation.Tests.Api.Banatie;

/// <summary>What a call is refused for, in the family's words, and that it costs nothing.</summary>
public sealed class BanatieRefusalTests(BanatieFixture fixture) : IClassFixture<BanatieFixture>, IAsyncLifetime
{
    private readonly Guid _account = Guid.NewGuid();

    public async ValueTask InitializeAsync() => await fixture.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("{}", "Prompt is required")]
    [InlineData("""{"prompt":" \n","filename":"x"}""", "Prompt is required")]
    [InlineData("""{"prompt":"ab","filename":"x"}""", "Prompt must be 3 to 2000 characters")]
    [InlineData("""{"prompt":"PROMPT","filename":"x"}""", "Prompt must be 3 to 2000 characters")]
    [InlineData("""{"prompt":"abc\u0000","filename":"x"}""", "Prompt must not contain a NUL character")]
    [InlineData("""{"prompt":7,"filename":"x"}""", "prompt: The value has the wrong type")]
    [InlineData("""{"prompt":"abc"}""", "Filename is required")]
    [InlineData("""{"prompt":"abc","filename":"LONG"}""", "Filename must be at most 100 characters")]
    [InlineData("""{"prompt":"abc","filename":"../x"}""", "Filename may contain letters, digits, '_' and '-' only")]
    [InlineData("""{"prompt":"abc","filename":"x.png"}""", "Filename may contain letters, digits, '_' and '-' only")]
    [InlineData("""{"prompt":"abc","filename":"ünal"}""", "Filename may contain letters, digits, '_' and '-' only")]
    [InlineData("""{"prompt":"abc","filename":"x","autoEnhance":"yes"}""", "autoEnhance: The value has the wrong type")]
    [InlineData("""{"prompt":"abc","filename":"x","enhancementOptions":{"imageStyle":"oil"}}""", "imageStyle must be one of photorealistic, illustration, minimalist, sticker, product, comic")]
    [InlineData("""{"prompt":"abc","filename":"x","enhancementOptions":{"aspectRatio":"16:9"}}""", "aspectRatio must be one of square, portrait, landscape, wide, ultrawide")]
    [InlineData("""{"prompt":"abc","filename":"x","enhancementOptions":{"outputFormat":"html"}}""", "outputFormat must be one of text, markdown, detailed")]
    [InlineData("""{"prompt":"abc","filename":"x","enhancementOptions":{"mood":"LONG"}}""", "mood must be at most 100 characters")]
    [InlineData("""{"prompt":"abc","filename":"x","enhancementOptions":{"lighting":"LONG"}}""", "lighting must be at most 100 characters")]
    [InlineData("""{"prompt":"abc","filename":"x","enhancementOptions":{"cameraAngle":"LONG"}}""", "cameraAngle must be at most 100 characters")]
    [InlineData("""{"prompt":"abc","filename":"x","enhancementOptions":{"negativePrompts":["LONG"]}}""", "negativePrompts must be at most 10 texts of 1 to 100 characters each")]
    [InlineData("""{"prompt":"abc","filename":"x","enhancementOptions":{"negativePrompts":[null]}}""", "negativePrompts must be at most 10 texts of 1 to 100 characters each")]
    [InlineData("""{"prompt":"abc","filename":"x","enhancementOptions":{"negativePrompts":["a","b","c","d","e","f","g","h","i","j","k"]}}""", "negativePrompts must be at most 10 texts of 1 to 100 characters each")]
    [InlineData("""{"prompt":"abc","filename":"x","enhancementOptions":{"mood":7}}""", "enhancementOptions.mood: The value has the wrong type")]
    [InlineData("[1]", "The body is not valid JSON of the expected shape")]
    public async Task BadBody_TextToImage_NamesItsField(string body, string error)
    {
        using var client = fixture.ClientOf(_account);
        (await client.CallAsync(BanatieCalls.TextToImage, Json(body))).ShouldBe(
            HttpStatusCode.BadRequest, $$"""{"success":false,"message":"Validation failed","error":"{{error}}"}""").Code.ShouldBe("request.invalid");
        fixture.Gemini.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("{}", "", "Validation failed: Prompt is required")]
    [InlineData("""{"prompt":"  "}""", "  ", "Validation failed: Prompt is required")]
    [InlineData("""{"prompt":7}""", "", "Validation failed: prompt: The value has the wrong type")]
    [InlineData("""{"prompt":"a lake","options":{"mood":"LONG"}}""", "a lake", "Validation failed: mood must be at most 100 characters")]
    [InlineData("""{"prompt":"a naked child"}""", "a naked child", "The prompt was blocked by safety filter")]
    [InlineData("""{"prompt":"a beach","options":{"lighting":"naked child"}}""", "a beach", "The prompt was blocked by safety filter")]
    public async Task BadBody_Enhance_RepeatsThePromptAndNamesTheField(string body, string prompt, string error)
    {
        using var client = fixture.ClientOf(_account);
        (await client.CallAsync(BanatieCalls.Enhance, Json(body))).ShouldBe(
            HttpStatusCode.BadRequest, $$"""{"success":false,"originalPrompt":"{{prompt}}","error":"{{error}}"}""");
        fixture.Gemini.Count.ShouldBe(0);
    }

    [Fact]
    public async Task BadHeaders_TextToImage_AreNamed()
    {
        using var client = fixture.ClientOf(_account);
        var body = new { prompt = "abc", filename = "x" };
        (await client.MakeAsync(body, "a b")).ShouldBe(HttpStatusCode.BadRequest, """
            {"success":false,"message":"Validation failed","error":"Idempotency-Key must be 1 to 255 visible ASCII characters"}
            """);
        (await client.CallAsync(BanatieCalls.TextToImage, body, null, ("X-Routing-Strategy", "cheap"))).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("blocked", 500, "The provider refused the prompt by its safety rules")]
    [InlineData("bad_key", 500, "Server configuration error")]
    [InlineData("overloaded", 500, "Image generation failed: the provider is unavailable")]
    [InlineData("throttled:30s", 500, "The provider asked us to slow down. Try again later.")]
    public async Task ProviderThatFails_TextToImage_IsToldAndTheCreditsComeBack(string behaviour, int status, string error)
    {
        fixture.Gemini.Default = Testing.Emulators.Behaviour.Parse(behaviour);
        using var client = fixture.ClientOf(_account);

        (await client.MakeAsync(new { prompt = "in vain", filename = "vain" })).ShouldBe(
            (HttpStatusCode)status, $$"""{"success":false,"message":"Image generation failed","error":"{{error}}"}""");

        await fixture.Application.EventuallyAsync(
            async () => (long)(await fixture.Application.AccountAsync(_account))["available"]! == 1_000, "the credits are back");
        (await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.file_names WHERE account_id = @account", ("account", _account))).ShouldBe(0L);
    }

    [Fact]
    public async Task BalanceBelowThePrice_TextToImage_Is429()
    {
        await fixture.Application.HoldAsync(Guid.NewGuid(), _account, units: 50);
        using var client = fixture.ClientOf(_account);
        var refused = (await client.MakeAsync(new { prompt = "too much", filename = "x" })).ShouldBe(HttpStatusCode.TooManyRequests);
        ((string)refused.Body["message"]!, refused.Code).ShouldBe(("Image generation failed", "billing.insufficient_credits"));
    }

    [Theory]
    [InlineData(BanatieCalls.TextToImage)]
    [InlineData(BanatieCalls.Enhance)]
    public async Task Nobody_CallingPastTheGateway_IsRefused(string path)
    {
        using var proven = fixture.Instance.ClientFor(Principal.Anonymous);
        using var unproven = fixture.Instance.CreateClient();
        foreach (var client in new[] { proven, unproven })
            (await client.CallAsync(path, new { prompt = "abc", filename = "x" })).ShouldBe(HttpStatusCode.Unauthorized, """{"success":false,"error":"Missing API key","message":"Not authenticated"}""");
    }

    [Fact]
    public async Task BodyThatIsTooLargeOrNoJson_IsRefused()
    {
        using var client = fixture.ClientOf(_account);
        (await client.MakeAsync(new { prompt = new string('x', 70_000), filename = "x" })).ShouldBe(HttpStatusCode.BadRequest).Code.ShouldBe("request.too_large");
        (await client.MakeAsync(new FormUrlEncodedContent([new("prompt", "abc")]))).ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    private static StringContent Json(string body) => new(
        body.Replace("PROMPT", new string('p', 2_001), StringComparison.Ordinal).Replace("LONG", new string('x', 101), StringComparison.Ordinal),
        new MediaTypeHeaderValue("application/json"));
}

using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Api.Kie;
using NanoBanana.Generation.Tests.Inputs;

namespace NanoBanana.Generation.Tests.Api.Kie;

/// <summary>An image from an image.</summary>
public sealed class KieImageToImageTests : IAsyncLifetime
{
    private const string Missing = """{"success":false,"error":"Prompt and input_image are required","message":"Prompt and input_image are required","code":"VALIDATION_ERROR"}""";
    private KieSetup _setup = null!;

    public async ValueTask InitializeAsync() => _setup = await KieSetup.CreateAsync();

    public async ValueTask DisposeAsync() => await _setup.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("data:image/png;base64,")]
    public async Task Image_Sent_AnswersFlatWithoutAMode(string prefix)
    {
        var made = (await SendAsync(new { prompt = " in snow ", input_image = prefix + InputFixture.Base64(), style = "none", aspectRatio = "4:3" })).ShouldBe(HttpStatusCode.OK);

        made.ShouldBe(HttpStatusCode.OK, $$$"""
            {"success":true,"image":"{{{(string)made.Body["image"]!}}}","thumbnailUrl":"{{{KieSetup.ThumbnailOf(made.Body)}}}","credits":{"used":20,"remaining":980},"model":"nano-banana",
             "metadata":{"provider":"google","model":"gemini-nano-banana-2.1"}}
            """);
        SentImages().ShouldHaveSingleItem().ShouldBe(InputFixture.Base64());
        SentParts().Select(static part => (string?)part!["text"]).OfType<string>().ShouldHaveSingleItem().ShouldBe("in snow");
        await _setup.BalanceBecomesAsync(980);
    }

    [Fact]
    public async Task PromptOrImageMissing_IsSaidInTheFamilysWords()
    {
        (await SendAsync(new { prompt = "x" })).ShouldBe(HttpStatusCode.BadRequest, Missing);
        (await SendAsync(new { input_image = InputFixture.Base64() })).ShouldBe(HttpStatusCode.BadRequest, Missing);
        (await SendAsync(new { })).ShouldBe(HttpStatusCode.BadRequest, Missing);
        await _setup.NothingShouldBeStoredAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task List_OfUpToFiveImages_IsSeenInItsOrderForOnePrice(int count)
    {
        var images = Enumerable.Range(1, count).Select(static number => InputFixture.Base64(320 + number, 240)).ToList();

        (await SendAsync(new { prompt = "all of them", input_image = images })).ShouldBe(HttpStatusCode.OK);

        SentImages().ShouldBe(images);
        await _setup.BalanceBecomesAsync(980);
    }

    /// <summary>A body has room for millions, each of which would be an object of its own.</summary>
    [Fact]
    public void List_OfVeryMany_IsNotKept()
    {
        var images = JsonSerializer.Deserialize<KieInputImages>($"[{string.Join(',', Enumerable.Repeat("\"AAAA\"", 100_000))},[[1],{{\"a\":2}}]]")!;

        (images.Images.Count, images.IsList).ShouldBe((KieInputImages.Most + 1, true));
    }

    [Fact]
    public async Task List_EmptyOrOfSix_IsRefused()
    {
        (await SendAsync(new { prompt = "x", input_image = Array.Empty<string>() })).ShouldBe(HttpStatusCode.BadRequest, Missing);
        (await SendAsync(new { prompt = "x", input_image = Enumerable.Repeat(InputFixture.Base64(), 6) })).ShouldBe(HttpStatusCode.BadRequest)
            .Body["error"]!.ToString().ShouldBe("input_image: List should have at most 5 items");
        await _setup.NothingShouldBeStoredAsync();
        await _setup.BalanceBecomesAsync(1000);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.BadRequest, "Field required")]
    [InlineData("no base64!", HttpStatusCode.BadRequest, "Input should be base64")]
    [InlineData("bm8gaW1hZ2U=", HttpStatusCode.BadRequest, "The image is not a whole PNG, JPEG or WebP file")]
    [InlineData("http://10.0.0.1/a.png", HttpStatusCode.BadRequest, "not on a public host")]
    [InlineData("gen_0e7e9a4c-52a1-4f4e-9a53-3e9d3f6f2a10", HttpStatusCode.NotFound, "")]
    public async Task List_WithOneThatCannotBeUsed_NamesItsIndex(string? bad, HttpStatusCode status, string words)
    {
        var error = (string)(await SendAsync(new { prompt = "x", input_image = new[] { InputFixture.Base64(), InputFixture.Base64(), bad } })).ShouldBe(status).Body["error"]!;

        error.ShouldStartWith("input_image[2]: ");
        error.ShouldContain(words);
        await _setup.NothingShouldBeStoredAsync();
        await _setup.BalanceBecomesAsync(1000);
    }

    [Fact]
    public async Task List_OfWhatIsNoText_IsRefused()
    {
        (await SendAsync(new { prompt = "x", input_image = new[] { 1 } })).ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(new { prompt = "x", input_image = new { url = "https://example.com/a.png" } })).ShouldBe(HttpStatusCode.BadRequest);
        await _setup.NothingShouldBeStoredAsync();
    }

    [Fact]
    public async Task BadImage_IsRefusedBeforeAnythingIsCharged()
    {
        (await SendAsync(new { prompt = "x", input_image = Convert.ToBase64String(new byte[5_000]) })).ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(new { prompt = "x", input_image = Convert.ToBase64String(new byte[(10 * 1024 * 1024) + 1]) })).ShouldBe(HttpStatusCode.BadRequest)
            .Body.ToJsonString().ShouldContain("The image is larger than 10 MB");
        (await SendAsync(new { prompt = "x", input_image = "http://10.0.0.1/a.png" })).ShouldBe(HttpStatusCode.BadRequest).Body.ToJsonString().ShouldContain("not on a public host");
        (await SendAsync(new { prompt = "x", input_image = new string('A', 29_000_000) })).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        await _setup.NothingShouldBeStoredAsync();
        await _setup.BalanceBecomesAsync(1000);
    }

    [Fact]
    public async Task ProviderThatFails_RefundsOnce()
    {
        _setup.Application.Gemini.Switchboard.Default = Testing.Emulators.Behaviour.Parse("blocked");

        (await SendAsync(new { prompt = "in vain", input_image = InputFixture.Base64() })).ShouldBe(HttpStatusCode.InternalServerError);

        await _setup.BalanceBecomesAsync(1000);
    }

    [Fact]
    public async Task CallbackUrl_Given_OrdersAndPostsTheImage()
    {
        var accepted = (await SendAsync(new { prompt = "later", input_image = InputFixture.Base64(), callbackUrl = _setup.CallbackUrl })).ShouldBe(HttpStatusCode.Accepted);

        var task = await _setup.TaskBecomesAsync((string)accepted.Body["taskId"]!, "completed");

        task["metadata"]!.AsObject().ContainsKey("mode").ShouldBeFalse();
        await _setup.BalanceBecomesAsync(980);
    }

    private JsonArray SentParts() => JsonNode.Parse(_setup.Application.Gemini.Switchboard.Requests.ShouldHaveSingleItem().Body)!["contents"]![0]!["parts"]!.AsArray();

    private List<string> SentImages() => [.. SentParts().Select(static part => (string?)part!["inlineData"]?["data"]).OfType<string>()];

    private Task<KieAnswer> SendAsync(object body) => _setup.SendAsync(HttpMethod.Post, "/api/nano-banana/image-to-image", body, key: null, []);
}

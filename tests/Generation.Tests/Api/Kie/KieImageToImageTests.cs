using System.Net;
using System.Text.Json.Nodes;
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
        var sent = JsonNode.Parse(_setup.Application.Gemini.Switchboard.Requests.ShouldHaveSingleItem().Body)!["contents"]![0]!["parts"]!.AsArray();
        sent.Select(static part => (string?)part!["inlineData"]?["data"]).OfType<string>().ShouldHaveSingleItem().ShouldBe(InputFixture.Base64());
        sent.Select(static part => (string?)part!["text"]).OfType<string>().ShouldHaveSingleItem().ShouldBe("in snow");
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

    [Fact]
    public async Task BadImage_IsRefusedBeforeAnythingIsCharged()
    {
        (await SendAsync(new { prompt = "x", input_image = Convert.ToBase64String(new byte[5_000]) })).ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(new { prompt = "x", input_image = Convert.ToBase64String(new byte[(10 * 1024 * 1024) + 1]) })).ShouldBe(HttpStatusCode.BadRequest)
            .Body.ToJsonString().ShouldContain("The image is larger than 10 MB");
        (await SendAsync(new { prompt = "x", input_image = "http://10.0.0.1/a.png" })).ShouldBe(HttpStatusCode.BadRequest).Body.ToJsonString().ShouldContain("not on a public host");
        (await SendAsync(new { prompt = "x", input_image = new string('A', 16_000_000) })).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
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

    private Task<KieAnswer> SendAsync(object body) => _setup.SendAsync(HttpMethod.Post, "/api/nano-banana/image-to-image", body, key: null, []);
}

using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Tests.Imaging;

namespace NanoBanana.Generation.Tests.Inputs;

/// <summary>The Lab's calls that make an image from images.</summary>
public sealed class LabEditingTests(InputFixture fixture)
{
    private readonly Guid _account = Guid.NewGuid();
    private readonly string _mark = Guid.NewGuid().ToString("n");

    private HttpClient Client => fixture.Instance.ClientFor(new Principal { Kind = PrincipalKind.User, AccountId = _account });

    [Theory]
    [InlineData(null, false, "Change only what is named here")]
    [InlineData("foreground", false, "Change only the main subject")]
    [InlineData("background", false, "Change only the background")]
    [InlineData("semantic", true, "Remove the following")]
    [InlineData("background", true, "Remove the following")]
    public async Task Inpaint_WithoutAMask_TellsTheModelWhatMayChange(string? mode, bool remove, string instruction)
    {
        var body = await MadeAsync("inpaint", new { image = InputFixture.Base64(), prompt = _mark, mask_mode = mode, remove_mode = remove });

        ((string)body["mode"]!, (string)body["provider"]!, (string)body["prompt"]!).ShouldBe(("inpaint", "google", _mark));
        PromptSent().ShouldStartWith(instruction);
        (await fixture.AvailableOfAsync(_account)).ShouldBe(980);
    }

    [Fact]
    public async Task Inpaint_WithAMask_WidensItAndGoesWhereMasksAreTaken()
    {
        var body = await MadeAsync(
            "inpaint", new { image = InputFixture.Base64(400, 400), mask = Convert.ToBase64String(Masks.WhiteLeftHalf(400, 400)), prompt = _mark, mask_dilation = 0.1 });

        ((string)body["provider"]!).ShouldBe("openai");
        var mask = fixture.OpenAi.Forms.Single(parts => parts.Any(part => part.Text?.Contains(_mark, StringComparison.Ordinal) == true)).Single(static part => part.Name == "mask");
        Masks.IsTransparentAt(mask.Bytes.Span, 199 + 40, 200).ShouldBeTrue();
        Masks.IsTransparentAt(mask.Bytes.Span, 199 + 42, 200).ShouldBeFalse();
    }

    [Fact]
    public async Task Inpaint_RemovingWhatIsMarked_NeedsNoPrompt()
    {
        var body = await MadeAsync("inpaint", new { image = InputFixture.Base64(), mask = Convert.ToBase64String(Masks.WhiteLeftHalf(640, 480)), remove_mode = true });

        ((string)body["prompt"]!).ShouldBe("what is marked");
    }

    [Fact]
    public async Task Outpaint_ToAnotherShape_MakesThatShape()
    {
        var body = await MadeAsync("outpaint", new { image = InputFixture.Base64(480, 480), prompt = _mark, settings = new { aspect_ratio = "16:9" } });

        var (width, height) = ((int)body["image"]!["width"]!, (int)body["image"]!["height"]!);
        ((double)width / height).ShouldBe(16.0 / 9, 0.06);
        PromptSent().ShouldStartWith("Continue this image beyond its edges");
    }

    [Fact]
    public async Task Blend_OfSeveral_SendsAllInTheirOrderAndRemembersThem()
    {
        var images = new[] { InputFixture.Base64(640, 480), InputFixture.Base64(320, 320), InputFixture.Base64(480, 640, "image/jpeg") };

        var body = await MadeAsync("blend", new { image_keys = images, blend_prompt = _mark });

        var sent = Sent()["contents"]![0]!["parts"]!.AsArray().Select(static part => (string?)part!["inlineData"]?["data"]).OfType<string>();
        sent.ShouldBe(images);
        (await LineageAsync((string)body["image"]!["url"]!))["ancestors"]!.AsArray().Select(static one => ((string)one!["operation"]!, (string)one["role"]!))
            .ShouldBe([("blend", "image"), ("blend", "image"), ("blend", "image")]);
    }

    [Fact]
    public async Task Style_OfAnOwnImageByItsKey_IsItsChild()
    {
        var first = await MadeAsync("style", new { content_image_key = InputFixture.Base64(), style_prompt = "woodcut" });
        var second = await MadeAsync("style", new { content_image_key = (string)first["image"]!["key"]!, style_prompt = _mark });
        var third = await MadeAsync("style", new { content_image_key = (string)second["image"]!["filename"]!, style_prompt = "oil" });

        var (a, b, c) = (FileOf(first), FileOf(second), FileOf(third));
        var middle = await LineageAsync(b);
        middle["ancestors"]!.AsArray().Select(static one => ((string?)one!["image"], (int)one["depth"]!)).ShouldBe([(a, 1), (null, 2)]);
        middle["children"]!.AsArray().Select(static one => (string)one!["image"]!).ShouldBe([c]);
        (await LineageAsync(c))["ancestors"]!.AsArray().Select(static one => (int)one!["depth"]!).ShouldBe([1, 2, 3]);
        (await LineageAsync(a))["children"]!.AsArray().Select(static one => (string)one!["image"]!).ShouldBe([b]);
    }

    [Fact]
    public async Task Lineage_OfSomeoneElsesImage_AnswersAsOfAMissingOne()
    {
        var theirs = FileOf(await MadeAsync("style", new { content_image_key = InputFixture.Base64(), style_prompt = "woodcut" }));
        var other = fixture.ClientOf(Guid.NewGuid());

        using var foreign = await other.GetAsync(new Uri($"/v1/images/{theirs}/lineage", UriKind.Relative));
        using var missing = await other.GetAsync(new Uri($"/v1/images/gen_{Guid.NewGuid()}.png/lineage", UriKind.Relative));
        using var nonsense = await other.GetAsync(new Uri("/v1/images/nonsense/lineage", UriKind.Relative));

        (foreign.StatusCode, missing.StatusCode, nonsense.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound));
        (await foreign.Content.ReadAsStringAsync()).Length.ShouldBe((await missing.Content.ReadAsStringAsync()).Length);
        foreign.ErrorCode().ShouldBe(missing.ErrorCode());
    }

    [Theory]
    [InlineData("inpaint", """{"prompt":"x"}""", "image")]
    [InlineData("inpaint", """{"image":"IMAGE"}""", "prompt")]
    [InlineData("inpaint", """{"image":"IMAGE","prompt":"x","mask_mode":"elsewhere"}""", "mask_mode")]
    [InlineData("inpaint", """{"image":"IMAGE","prompt":"x","mask_mode":"user_provided"}""", "mask")]
    [InlineData("inpaint", """{"image":"IMAGE","prompt":"x","mask":"IMAGE","mask_mode":"background"}""", "mask")]
    [InlineData("inpaint", """{"image":"IMAGE","prompt":"x","mask_dilation":1.1}""", "mask_dilation")]
    [InlineData("outpaint", """{"image":"IMAGE"}""", "aspect_ratio")]
    [InlineData("blend", """{"blend_prompt":"x"}""", "image_keys")]
    [InlineData("blend", """{"image_keys":["IMAGE"]}""", "image_keys")]
    [InlineData("blend", """{"image_keys":["IMAGE","IMAGE","IMAGE","IMAGE","IMAGE"]}""", "image_keys")]
    [InlineData("blend", """{"image_keys":["IMAGE",null]}""", "image_keys")]
    [InlineData("style", """{"style_prompt":"x"}""", "content_image_key")]
    [InlineData("style", """{"content_image_key":"IMAGE"}""", "style_prompt")]
    public async Task BadField_IsNamedAndNothingIsCharged(string route, string body, string field)
    {
        using var response = await Client.PostAsync(
            new Uri($"/api/generate/{route}", UriKind.Relative), new StringContent(body.Replace("IMAGE", InputFixture.Base64(), StringComparison.Ordinal), null, "application/json"));

        (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!.ToJsonString().ShouldContain(field);
        (await fixture.JobsOfAsync(_account)).ShouldBe(0);
        (await fixture.AvailableOfAsync(_account)).ShouldBe(1_000);
    }

    /// <summary>How the edit is meant, and whose shape the result has, is part of what was asked.</summary>
    [Theory]
    [InlineData("""{"mask_mode":"background"}""")]
    [InlineData("""{"remove_mode":true}""")]
    [InlineData("""{"settings":{"aspect_ratio":"1:1"}}""")]
    public async Task SameKey_AnotherKindOfEdit_IsRefused(string other)
    {
        var (key, image) = (Guid.NewGuid().ToString(), InputFixture.Base64());
        var first = JsonNode.Parse("""{"mask_mode":"foreground"}""")!.AsObject();
        var second = JsonNode.Parse(other)!.AsObject();
        foreach (var body in new[] { first, second })
            (body["image"], body["prompt"]) = (image, _mark);
        second.TryAdd("mask_mode", "foreground");

        using var made = await InputFixture.PostAsync(Client, "/api/generate/inpaint", first, key);
        using var again = await InputFixture.PostAsync(Client, "/api/generate/inpaint", first, key);
        using var reused = await InputFixture.PostAsync(Client, "/api/generate/inpaint", second, key);

        var key1 = (string)(await made.ShouldBeAsync(HttpStatusCode.OK))!["image"]!["key"]!;
        ((string)(await again.ShouldBeAsync(HttpStatusCode.OK))!["image"]!["key"]!).ShouldBe(key1);
        reused.ErrorCode().ShouldBe("idempotency.key_reused");
        (await fixture.AvailableOfAsync(_account)).ShouldBe(980);
    }

    [Fact]
    public async Task BlockedPrompt_IsRefusedBeforeAnImageIsKept()
    {
        using var response = await InputFixture.PostAsync(Client, "/api/generate/style", new { content_image_key = InputFixture.Base64(), style_prompt = "naked child" });

        response.ErrorCode().ShouldBe("moderation.prompt_blocked");
        (await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.inputs WHERE account_id = @a", ("a", _account))).ShouldBe(0L);
    }

    private async Task<JsonNode> MadeAsync(string route, object body)
    {
        using var response = await InputFixture.PostAsync(Client, "/api/generate/" + route, body);
        var made = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        TestCodec.Create().Measure(await Client.GetByteArrayAsync(new Uri((string)made["image"]!["url"]!))).ShouldNotBeNull();
        return made;
    }

    private async Task<JsonNode> LineageAsync(string name)
    {
        var file = name.Contains('/', StringComparison.Ordinal) ? Path.GetFileName(new Uri(name).AbsolutePath) : name;
        using var response = await Client.GetAsync(new Uri($"/v1/images/{file}/lineage", UriKind.Relative));
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    private static string FileOf(JsonNode made) => Path.GetFileName(new Uri((string)made["image"]!["url"]!).AbsolutePath);

    private JsonNode Sent() => JsonNode.Parse(fixture.Application.Gemini.Switchboard.Requests.Single(request => request.Body.Contains(_mark, StringComparison.Ordinal)).Body)!;

    private string PromptSent() => Sent()["contents"]![0]!["parts"]!.AsArray().Select(static part => (string?)part!["text"]).OfType<string>().Single();
}

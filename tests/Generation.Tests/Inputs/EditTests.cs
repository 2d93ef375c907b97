using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Tests.Imaging;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Inputs;

/// <summary><c>POST /v1/edit</c>, over Google's and OpenAI's real protocols.</summary>
public sealed class EditTests(InputFixture fixture)
{
    private readonly Guid _account = Guid.NewGuid();

    private HttpClient Client => fixture.ClientOf(_account);

    [Theory]
    [InlineData("image/png", "")]
    [InlineData("image/jpeg", "data:image/jpeg;base64,")]
    [InlineData("image/webp", "data:image/png;base64,")]
    public async Task Image_Edited_GoesToTheModelAsItIsAndTheResultHasItsShape(string mediaType, string prefix)
    {
        var image = InputFixture.Base64(640, 480, mediaType);
        var prompt = $"make it {Guid.NewGuid():n}";

        using var response = await InputFixture.PostAsync(Client, "/v1/edit", new { image = prefix + image, prompt });

        var body = (await response.ShouldBeAsync(HttpStatusCode.Created))!;
        response.Headers.GetValues("X-Provider").ShouldBe(["google"]);
        var sent = JsonNode.Parse(fixture.Application.Gemini.Switchboard.Requests.Single(request => request.Body.Contains(prompt, StringComparison.Ordinal)).Body)!;
        sent["generationConfig"]!["imageConfig"]!["aspectRatio"]!.GetValue<string>().ShouldBe("4:3");
        var brought = sent["contents"]![0]!["parts"]!.AsArray().Select(static part => part!["inlineData"]).Single(static data => data is not null)!;
        ((string)brought["data"]!, (string)brought["mimeType"]!).ShouldBe((image, mediaType));
        var made = TestCodec.Create().Measure(await Client.GetByteArrayAsync(new Uri((string)body["url"]!)))!;
        ((double)made.Width / made.Height).ShouldBe(4.0 / 3, 0.02);
        (await fixture.AvailableOfAsync(_account)).ShouldBe(980);
        (await LineageAsync((string)body["id"]!)).ShouldBe("edit  ");
    }

    [Fact]
    public async Task OwnImage_EditedByAnyOfItsNames_IsRecordedAsItsParent()
    {
        var first = await EditedAsync(new { image = InputFixture.Base64(), prompt = "the first" });
        var id = (string)first["id"]!;

        foreach (var name in new[] { id, id + ".png", (string)first["url"]! })
        {
            var next = await EditedAsync(new { image = name, prompt = "and then" });
            (await LineageAsync((string)next["id"]!)).ShouldBe($"edit {id} 1");
        }
    }

    [Fact]
    public async Task SomeoneElsesImage_Edited_AnswersAsAMissingOne()
    {
        var theirs = (string)(await EditedAsync(new { image = InputFixture.Base64(), prompt = "mine" }))["id"]!;
        var other = Guid.NewGuid();

        foreach (var name in new[] { theirs, theirs + ".png" })
        {
            using var foreign = await InputFixture.PostAsync(fixture.ClientOf(other), "/v1/edit", new { image = name, prompt = "x" });
            using var missing = await InputFixture.PostAsync(fixture.ClientOf(other), "/v1/edit", new { image = $"gen_{Guid.NewGuid()}.png", prompt = "x" });
            (foreign.StatusCode, foreign.ErrorCode()).ShouldBe((HttpStatusCode.NotFound, "generation.image_not_found"));
            (await foreign.Content.ReadAsStringAsync()).ShouldBe(await missing.Content.ReadAsStringAsync());
        }

        (await fixture.JobsOfAsync(other)).ShouldBe(0);
    }

    [Fact]
    public async Task Mask_Sent_GoesToAProviderThatTakesOneInItsOwnForm()
    {
        var prompt = $"only the sky {Guid.NewGuid():n}";

        using var response = await InputFixture.PostAsync(
            Client, "/v1/edit", new { image = InputFixture.Base64(), prompt, mask = Convert.ToBase64String(Masks.WhiteLeftHalf(320, 240)) });

        await response.ShouldBeAsync(HttpStatusCode.Created);
        response.Headers.GetValues("X-Provider").ShouldBe(["openai"]);
        var form = fixture.OpenAi.Forms.Single(parts => parts.Any(part => part.Text == prompt));
        var mask = form.Single(static part => part.Name == "mask");
        TestCodec.Create().Measure(mask.Bytes.Span).ShouldBe(new("image/png", 640, 480));
        Masks.IsTransparentAt(mask.Bytes.Span, 10, 10).ShouldBeTrue();
        Masks.IsTransparentAt(mask.Bytes.Span, 600, 10).ShouldBeFalse();
        form.Single(static part => part.Name == "image").Bytes.Span.SequenceEqual(EmulatedImage.Make(640, 480, "image/png")).ShouldBeTrue();
    }

    [Fact]
    public async Task MaskForAProviderThatTakesNone_IsRefusedBeforeAnythingIsCharged()
    {
        using var response = await InputFixture.PostAsync(
            Client, "/v1/edit", new { image = InputFixture.Base64(), prompt = "x", mask = Convert.ToBase64String(Masks.WhiteLeftHalf(640, 480)) }, provider: "google");

        (await response.ShouldBeAsync(HttpStatusCode.BadRequest))!.ToJsonString().ShouldContain("The provider google cannot edit within a mask");
        response.ErrorCode().ShouldBe("provider.not_capable");
        (await fixture.AvailableOfAsync(_account)).ShouldBe(1_000);
    }

    [Theory]
    [InlineData(100, 400, "The mask has another shape than the image")]
    [InlineData(0, 0, "The mask marks nothing that may be changed")]
    public async Task MaskThatIsNone_IsRefusedByName(int width, int height, string fault)
    {
        var mask = width == 0 ? Masks.Black(640, 480) : Masks.WhiteLeftHalf(width, height);

        using var response = await InputFixture.PostAsync(Client, "/v1/edit", new { image = InputFixture.Base64(), prompt = "x", mask = Convert.ToBase64String(mask) });

        await RefusedAsync(response, "mask", fault);
    }

    [Fact]
    public async Task SameKey_SameImage_IsOneJobAndOneCharge()
    {
        var image = InputFixture.Base64();
        var key = Guid.NewGuid().ToString();

        var ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            using var response = await InputFixture.PostAsync(Client, "/v1/edit", new { image, prompt = "once" }, key);
            return (string)(await response.ShouldBeAsync(HttpStatusCode.Created))!["id"]!;
        }));
        using var other = await InputFixture.PostAsync(Client, "/v1/edit", new { image = InputFixture.Base64(480, 640), prompt = "once" }, key);

        ids.Distinct().ShouldHaveSingleItem();
        (other.StatusCode, other.ErrorCode()).ShouldBe((HttpStatusCode.UnprocessableEntity, "idempotency.key_reused"));
        (await fixture.AvailableOfAsync(_account)).ShouldBe(980);
    }

    [Fact]
    public async Task Order_OfAnEdit_IsMadeByAWorker()
    {
        using var ordered = await InputFixture.PostAsync(Client, "/v1/edit", new { image = InputFixture.Base64(), prompt = "later", @async = true, n = 2 });

        var id = (string)(await ordered.ShouldBeAsync(HttpStatusCode.Accepted))!["id"]!;
        await fixture.Application.EventuallyAsync(async () =>
        {
            using var view = await Client.GetAsync(new Uri($"/v1/generations/{id}", UriKind.Relative));
            return (string?)(await view.ShouldBeAsync(HttpStatusCode.OK))!["status"] == "succeeded";
        }, "the edit is made");

        // Billing hears of the end of an order a moment after those who look at it.
        await fixture.Application.EventuallyAsync(async () => (long)(await fixture.Application.AccountAsync(_account))["held"]! == 0, "nothing is held any more");
        (await fixture.AvailableOfAsync(_account)).ShouldBe(960);
    }

    [Fact]
    public async Task Sandbox_Edits_ShowsTheImageAndKeepsWhatTheMaskHides()
    {
        using var response = await InputFixture.PostAsync(
            Client, "/v1/edit", new { image = InputFixture.Base64(512, 512), prompt = "x", mask = Convert.ToBase64String(Masks.WhiteLeftHalf(512, 512)), size = "512x512" },
            provider: "sandbox");

        var body = (await response.ShouldBeAsync(HttpStatusCode.Created))!;
        response.Headers.GetValues("X-Provider").ShouldBe(["sandbox"]);
        var made = await Client.GetByteArrayAsync(new Uri((string)body["url"]!));
        var original = EmulatedImage.Make(512, 512, "image/png");
        Masks.PixelAt(made, 500, 200).ShouldBe(Masks.PixelAt(original, 500, 200));
        Masks.PixelAt(made, 20, 200).ShouldNotBe(Masks.PixelAt(original, 20, 200));
    }

    private async Task<JsonNode> EditedAsync(object body)
    {
        using var response = await InputFixture.PostAsync(Client, "/v1/edit", body);
        return (await response.ShouldBeAsync(HttpStatusCode.Created))!;
    }

    private async Task<string?> LineageAsync(string id)
    {
        JobIds.TryParse(id, out var job).ShouldBeTrue();
        return (string?)await fixture.Application.ScalarAsync(
            "SELECT string_agg(operation || ' ' || coalesce('gen_' || parent_job_id, '') || ' ' || coalesce(parent_image::text, ''), ',') FROM generation.lineage WHERE job_id = @id AND account_id = @a",
            ("id", job), ("a", _account));
    }

    private async Task RefusedAsync(HttpResponseMessage response, string field, string fault)
    {
        var body = (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!.ToJsonString();
        response.ErrorCode().ShouldBe("input.invalid_image");
        body.ShouldContain($"\"{field}\"");
        body.ShouldContain(fault);
        (await fixture.JobsOfAsync(_account)).ShouldBe(0);
        (await fixture.AvailableOfAsync(_account)).ShouldBe(1_000);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Imaging;
using NanoBanana.Generation.Tests.Inputs;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Api.OpenAi;

/// <summary><c>POST /openai/v1/images/edits</c>, as a form and as JSON, over Google's and OpenAI's real protocols.</summary>
public sealed class OpenAiEditTests(InputFixture fixture)
{
    private static readonly byte[] Picture = EmulatedImage.Make(640, 480, "image/png");
    private readonly Guid _account = Guid.NewGuid();

    private HttpClient Client => fixture.ClientOf(_account);

    [Theory]
    [InlineData("image")]
    [InlineData("image[]")]
    public async Task File_Sent_GoesToTheModelAsItIsAndTheResultHasItsShape(string name)
    {
        var prompt = $"in snow {Guid.NewGuid():n}";

        using var response = await Client.EditAsync(OpenAiCalls.Form(prompt, (name, Picture)).With("n", "1").With("input_fidelity", "high").With("model", "dall-e-2").With("response_format", "b64_json"));

        var made = TestCodec.Create().Measure((await response.ImagesAsync()).ShouldHaveSingleItem())!;
        ((double)made.Width / made.Height).ShouldBe(4.0 / 3, 0.02);
        response.Warnings().ShouldBe("model_substituted, input_fidelity_ignored");
        var sent = JsonNode.Parse(fixture.Application.Gemini.Switchboard.Requests.Single(request => request.Body.Contains(prompt, StringComparison.Ordinal)).Body)!;
        var brought = sent["contents"]![0]!["parts"]!.AsArray().Select(static part => part!["inlineData"]).Single(static data => data is not null)!;
        ((string)brought["data"]!).ShouldBe(Convert.ToBase64String(Picture));
        (await fixture.AvailableOfAsync(_account)).ShouldBe(980);
        (await fixture.Application.ScalarAsync("SELECT request->>'mode' FROM generation.jobs WHERE account_id = @a", ("a", _account))).ShouldBe("edit");
    }

    [Fact]
    public async Task FilesAndMask_Sent_AllArriveInOrder()
    {
        var second = EmulatedImage.Make(320, 320, "image/jpeg");
        var prompt = $"together {Guid.NewGuid():n}";

        using var response = await Client.EditAsync(
            OpenAiCalls.Form(prompt, ("mask", Masks.WhiteLeftHalf(640, 480)), ("image[]", Picture), ("image[]", second)).With("size", "1024x1024").With("output_format", "webp"));

        TestCodec.Create().Measure((await response.ImagesAsync()).ShouldHaveSingleItem()).ShouldBe(new("image/webp", 1024, 1024));
        response.Headers.GetValues("X-Provider").ShouldBe(["openai"]);
        var form = fixture.OpenAi.Forms.Single(parts => parts.Any(part => part.Text == prompt));
        form.Where(static part => part.Name.StartsWith("image", StringComparison.Ordinal)).Select(static part => Convert.ToBase64String(part.Bytes.Span))
            .ShouldBe([Convert.ToBase64String(Picture), Convert.ToBase64String(second)]);
        form.ShouldContain(static part => part.Name == "mask");
    }

    [Fact]
    public async Task Json_Sent_IsTheSameCall()
    {
        var image = new { image_url = "data:image/png;base64," + Convert.ToBase64String(Picture) };

        using var response = await Client.PostAsync(
            OpenAiCalls.Edits, JsonContent.Create(new { prompt = "in snow", images = new[] { image }, mask = new { image_url = Convert.ToBase64String(Masks.WhiteLeftHalf(640, 480)) } }));

        (await response.ImagesAsync()).ShouldHaveSingleItem();
        response.Headers.GetValues("X-Provider").ShouldBe(["openai"]);
    }

    [Fact]
    public async Task SameKeySameFile_IsOneJobInEitherForm()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        using var first = await Client.EditAsync(OpenAiCalls.Form("once", ("image", Picture)), key);
        using var again = await Client.EditAsync(OpenAiCalls.Form("once", ("image", Picture)), key);
        using var json = await Client.PostAsync(OpenAiCalls.Edits, JsonContent.Create(new { prompt = "once", images = new[] { new { image_url = Convert.ToBase64String(Picture) } } }), key);
        using var other = await Client.EditAsync(OpenAiCalls.Form("once", ("image", EmulatedImage.Make(64, 64, "image/png"))), key);

        var image = (await first.ImagesAsync()).Single();
        (await again.ImagesAsync()).Single().ShouldBe(image);
        (await json.ImagesAsync()).Single().ShouldBe(image);
        (await other.ErrorAsync(HttpStatusCode.BadRequest)).Code.ShouldBe("idempotency.key_reused");
        (await fixture.JobsOfAsync(_account)).ShouldBe(1);
    }

    [Fact]
    public async Task SomeoneElsesImage_Named_AnswersAsAMissingOne()
    {
        using var made = await Client.GenerateAsync(new { prompt = "mine", size = "64x64", response_format = "url" }, ("X-Provider", "sandbox"));
        var theirs = (string)(await made.ShouldBeAsync(HttpStatusCode.OK))!["data"]![0]!["url"]!;
        var stranger = fixture.ClientOf(Guid.NewGuid());

        using var foreign = await NamedAsync(stranger, theirs);
        using var missing = await NamedAsync(stranger, theirs.Replace("gen_0", "gen_1", StringComparison.Ordinal));
        using var own = await NamedAsync(Client, theirs);

        var error = await foreign.ErrorAsync(HttpStatusCode.NotFound);
        error.Param.ShouldBe("images[0].image_url");
        (await missing.ErrorAsync(HttpStatusCode.NotFound)).ShouldBe(error);
        await own.ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task BadForm_Sent_NamesItsParameter()
    {
        var none = Encoding.UTF8.GetBytes("no image at all");
        (MultipartFormDataContent Form, string Param, string Code)[] faults =
        [
            (OpenAiCalls.Form("x"), "image", "missing_required_parameter"),
            (OpenAiCalls.Form("", ("image", Picture)), "prompt", "invalid_value"),
            (OpenAiCalls.Form("x", ("image", none)), "image", "invalid_image_file"),
            (OpenAiCalls.Form("x", ("image", Picture), ("image[]", none)), "image[1]", "invalid_image_file"),
            (OpenAiCalls.Form("x", ("image", Picture), ("mask", Masks.Black(640, 480))), "mask", "invalid_image_file"),
            (OpenAiCalls.Form("x", ("image", Picture), ("mask", Picture), ("mask", Picture)), "mask", "invalid_value"),
            (OpenAiCalls.Form("x", [.. Enumerable.Repeat(("image[]", Picture), 17)]), "image", "invalid_value"),
            (OpenAiCalls.Form("x", ("image", new byte[(20 * 1024 * 1024) + 1])), "image", "invalid_value"),
            (OpenAiCalls.Form("x", ("image", Picture)).With("n", "many"), "n", "invalid_type"),
            (OpenAiCalls.Form("x", ("image", Picture)).With("n", "0"), "n", "invalid_value"),
            (OpenAiCalls.Form("x", ("image", Picture)).With("stream", "maybe"), "stream", "invalid_type"),
            (OpenAiCalls.Form("x", ("image", Picture)).With("sise", "auto"), "sise", "unknown_parameter"),
            (OpenAiCalls.Form("x", ("image", Picture)).With("size", "auto").With("size", "auto"), "size", "invalid_value"),
            (OpenAiCalls.Form("x", ("image", Picture)).With("user", new string('u', 200_000)), "user", "invalid_value"),
            (OpenAiCalls.Form("x", ("image", Picture)).With("input_fidelity", "perfect"), "input_fidelity", "invalid_value"),
        ];
        foreach (var (form, param, code) in faults)
        {
            using var response = await Client.EditAsync(form);
            var error = await response.ErrorAsync(HttpStatusCode.BadRequest);
            (error.Param, error.Code).ShouldBe((param, code));
        }

        (await fixture.JobsOfAsync(_account)).ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"prompt":"x"}""", "images", "missing_required_parameter")]
    [InlineData("""{"prompt":"x","images":[]}""", "images", "missing_required_parameter")]
    [InlineData("""{"prompt":"x","images":[null]}""", "images[0].image_url", "missing_required_parameter")]
    [InlineData("""{"prompt":"x","images":[{"file_id":"file-1"}]}""", "images[0].file_id", "invalid_value")]
    [InlineData("""{"prompt":"x","images":[{"image_url":"http://10.0.0.1/a.png"}]}""", "images[0].image_url", "invalid_image_file")]
    [InlineData("""{"prompt":"x","images":[{"image_url":"data:image/png;base64,AAAA","detail":"low"}]}""", "images[0].detail", "unknown_parameter")]
    [InlineData("""{"prompt":"x","image":"AAAA"}""", "images", "missing_required_parameter")]
    public async Task BadJson_Sent_NamesItsParameter(string body, string param, string code)
    {
        using var response = await Client.PostAsync(OpenAiCalls.Edits, new StringContent(body, Encoding.UTF8, "application/json"));

        var error = await response.ErrorAsync(HttpStatusCode.BadRequest);
        (error.Param, error.Code).ShouldBe((param, code));
        (await fixture.JobsOfAsync(_account)).ShouldBe(0);
    }

    [Theory]
    [InlineData("multipart/form-data", "--b\r\n")]
    [InlineData("multipart/form-data; boundary=b", "nothing of the kind")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\r\ncut off here")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: attachment\r\n\r\nx\r\n--b--\r\n")]
    public async Task BodyThatIsNoForm_IsMalformed(string type, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var response = await Client.PostAsync(OpenAiCalls.Edits, content);

        (await response.ErrorAsync(HttpStatusCode.BadRequest)).Type.ShouldBe("invalid_request_error");
        response.ErrorCode().ShouldBe("request.malformed");
    }

    [Fact]
    public async Task BodyBeyondItsLimit_IsTooLarge()
    {
        var large = new byte[19 * 1024 * 1024];

        // Whoever asks first is told before it sends what nobody reads.
        var asking = ("Expect", "100-continue");
        using var form = await Client.EditAsync(OpenAiCalls.Form("x", ("image[]", large), ("image[]", large), ("image[]", large), ("image[]", large)), asking);
        using var json = await Client.PostAsync(OpenAiCalls.Edits, new StringContent(new string('x', 29_000_001), Encoding.UTF8, "application/json"), asking);

        await form.ErrorAsync(HttpStatusCode.RequestEntityTooLarge);
        await json.ErrorAsync(HttpStatusCode.RequestEntityTooLarge);
        (await fixture.JobsOfAsync(_account)).ShouldBe(0);
    }

    private static Task<HttpResponseMessage> NamedAsync(HttpClient client, string address) =>
        client.PostAsync(OpenAiCalls.Edits, JsonContent.Create(new { prompt = "x", size = "64x64", images = new[] { new { image_url = address } } }), ("X-Provider", "sandbox"));
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Inputs;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Api.Banatie;

/// <summary><c>POST /api/generate</c> as a form.</summary>
public sealed class GenerateFromFormTests(BanatieFixture fixture) : IClassFixture<BanatieFixture>, IAsyncLifetime
{
    private const string Path = "/api/generate";
    private readonly Guid _account = Guid.NewGuid();

    private HttpClient Client => fixture.ClientOf(_account);

    public async ValueTask InitializeAsync() => await fixture.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task PromptAndFiles_Sent_MakeANamedImageOfThem()
    {
        var png = EmulatedImage.Make(640, 480, "image/png");
        var jpeg = EmulatedImage.Make(320, 240, "image/jpeg");
        var webp = EmulatedImage.Make(300, 200, "image/webp");

        var reply = (await SendAsync(Text("prompt", " join them "), Text("filename", "my sunset!"), File("a.png", png), File("b.JPG", jpeg), File("c.webp", webp))).ShouldBe(HttpStatusCode.OK);

        var data = reply.Body["data"]!;
        ((string)data["filename"]!).ShouldMatch(@"^my-sunset--\d{8}-\d{6}\.png$");
        ((string)data["filepath"]!).ShouldBe("./results/" + (string)data["filename"]!);
        ((bool)reply.Body["success"]!, (string)reply.Body["message"]!).ShouldBe((true, "Image generated successfully"));
        data.AsObject().ContainsKey("promptEnhancement").ShouldBeFalse();
        var parts = JsonNode.Parse(fixture.Gemini.Requests.ShouldHaveSingleItem().Body)!["contents"]![0]!["parts"]!.AsArray();
        parts.Select(static part => (string?)part!["inlineData"]?["data"]).OfType<string>().ShouldBe([Convert.ToBase64String(png), Convert.ToBase64String(jpeg), Convert.ToBase64String(webp)]);
        parts.Select(static part => (string?)part!["text"]).OfType<string>().ShouldBe(["join them"]);
    }

    [Fact]
    public async Task PromptAlone_Sent_MakesAnImage()
    {
        (await SendAsync(Text("prompt", "x"), Text("filename", "x"))).ShouldBe(HttpStatusCode.OK);
        (await SendAsync(Text("prompt", "x"), Text("filename", "x"), File("", []))).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EnhancementOptions_InEitherForm_Count(bool asJson)
    {
        var reply = (await SendAsync(
        [
            Text("prompt", "a lake"), Text("filename", "lake"), Text("autoEnhance", "true"),
            .. asJson
                ? new[] { Text("enhancementOptions", """{"imageStyle":"photorealistic","aspectRatio":"wide","negativePrompts":["people","cars"]}""") }
                : [Text("enhancementOptions[imageStyle]", "photorealistic"), Text("enhancementOptions[aspectRatio]", "wide"), Text("enhancementOptions[negativePrompts][]", "people"), Text("enhancementOptions[negativePrompts][]", "cars")],
        ])).ShouldBe(HttpStatusCode.OK);

        ((string)reply.Body["data"]!["promptEnhancement"]!["originalPrompt"]!).ShouldBe("a lake");
        fixture.Gemini.Requests[^1].Body.ShouldContain("\"16:9\"");
    }

    [Fact]
    public async Task BadForm_NamesWhatIsWrongAndCostsNothing()
    {
        var png = EmulatedImage.Make(64, 64, "image/png");
        (HttpContent[] Parts, string Error)[] faults =
        [
            ([Text("filename", "x")], "Validation failed: Prompt is required"),
            ([Text("prompt", "x")], "Validation failed: Filename is required"),
            ([Text("prompt", new string('x', 5_001)), Text("filename", "x")], "Validation failed: Prompt must be 1 to 5000 characters"),
            ([Text("prompt", "x"), Text("filename", "x"), Text("autoEnhance", "maybe")], "Validation failed: autoEnhance must be true or false"),
            ([Text("prompt", "x"), Text("filename", "x"), Text("enhancementOptions", "{")], "Validation failed: enhancementOptions must be one JSON object of the documented fields"),
            ([Text("prompt", "x"), Text("filename", "x"), File("a.exe", png)], "Files must be PNG, JPEG, JPG or WebP"),
            ([Text("prompt", "x"), Text("filename", "x"), File("a.jpg", png)], "A file is not what its name says"),
            ([Text("prompt", "x"), Text("filename", "x"), File("a.png", png, "upload")], "Files must be sent as 'files'"),
            ([Text("prompt", "x"), Text("filename", "x"), File("1.png", png), File("2.png", png), File("3.png", png), File("4.png", png)], "At most 3 files are allowed"),
            ([Text("prompt", "x"), Text("filename", "x"), File("a.png", new byte[(5 * 1024 * 1024) + 1])], "The image is larger than 5 MB"),
            ([Text("prompt", "x"), Text("filename", "x"), File("a.png", png[..^8])], "Reference image validation failed: "),
        ];
        foreach (var (parts, error) in faults)
        {
            var reply = (await SendAsync(parts)).ShouldBe(HttpStatusCode.BadRequest);
            ((string)reply.Body["error"]!).ShouldContain(error);
            ((bool)reply.Body["success"]!, (string)reply.Body["message"]!).ShouldBe((false, "Image generation failed"));
        }

        fixture.Gemini.Count.ShouldBe(0);
        ((long)(await fixture.Application.AccountAsync(_account))["available"]!).ShouldBe(1_000);
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    [InlineData("multipart/form-data; boundary=other")]
    public async Task FormThatCannotBeRead_Is400(string type)
    {
        using var body = new ByteArrayContent("--x\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nhello"u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", type);

        (await Client.CallAsync(Path, body)).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task MoreThanThreeFilesCanHold_Is400()
    {
        using var form = Form([Text("prompt", "x"), Text("filename", "x"), File("a.png", new byte[17_000_000])]);

        // Whoever asks first is answered before anything is sent.
        (await Client.CallAsync(Path, form, key: null, ("Expect", "100-continue"))).ShouldBe(HttpStatusCode.BadRequest).Code.ShouldBe("request.too_large");
    }

    [Fact]
    public async Task NoCredential_IsRefusedInTheFamilysWords()
    {
        using var form = Form([Text("prompt", "x"), Text("filename", "x")]);

        var reply = await fixture.Instance.ClientFor(Contracts.Principals.Principal.Anonymous).CallAsync(Path, form);

        reply.ShouldBe(HttpStatusCode.Unauthorized);
        ((string)reply.Body["error"]!).ShouldBe("Missing API key");
    }

    [Fact]
    public async Task SameKey_SameForm_IsOneImageAndOneCharge()
    {
        var key = Guid.NewGuid().ToString();
        HttpContent[] Parts() => [Text("prompt", "once"), Text("filename", "once"), File("a.png", EmulatedImage.Make(64, 64, "image/png"))];

        var first = (await SendAsync(Parts(), key)).Name();
        var second = (await SendAsync(Parts(), key)).Name();
        var other = await SendAsync([Text("prompt", "once"), Text("filename", "once"), File("a.png", EmulatedImage.Make(32, 32, "image/png"))], key);

        second.ShouldBe(first);
        other.ShouldBe(HttpStatusCode.BadRequest).Code.ShouldBe("idempotency.key_reused");
        await fixture.Application.EventuallyAsync(async () => (long)(await fixture.Application.AccountAsync(_account))["available"]! == 980, "one image is charged");
    }

    private Task<BanatieReply> SendAsync(params HttpContent[] parts) => SendAsync(parts, key: null);

    private async Task<BanatieReply> SendAsync(HttpContent[] parts, string? key)
    {
        using var form = Form(parts);
        return await Client.CallAsync(Path, form, key);
    }

    private static MultipartFormDataContent Form(HttpContent[] parts)
    {
        var form = new MultipartFormDataContent();
        foreach (var part in parts)
            form.Add(part);
        return form;
    }

    private static StringContent Text(string name, string text)
    {
        var part = new StringContent(text);
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{name}\"" };
        return part;
    }

    private static ByteArrayContent File(string fileName, byte[] bytes, string name = "files")
    {
        var part = new ByteArrayContent(bytes);
        part.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{name}\"", FileName = $"\"{fileName}\"" };
        return part;
    }
}

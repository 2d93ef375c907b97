using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Inputs;

namespace NanoBanana.Generation.Tests.Api.Gemini;

/// <summary>What a call is refused for, in Google's words, and that it costs nothing.</summary>
public sealed class GeminiRefusalTests(InputFixture fixture)
{
    private readonly Guid _account = Guid.NewGuid();

    private HttpClient Client => fixture.ClientOf(_account);

    [Theory]
    [InlineData("{}", "contents", "Field required")]
    [InlineData("""{"contents":[]}""", "contents", "Field required")]
    [InlineData("""{"contents":5}""", "contents", "The value has the wrong type")]
    [InlineData("""{"contents":[null]}""", "contents[0].parts", "Field required")]
    [InlineData("""{"contents":[{"parts":[null]}]}""", "contents[0].parts[0]", "Input should have text, inlineData or fileData")]
    [InlineData("""{"contents":[{"parts":[{"functionCall":{}}]}]}""", "contents[0].parts[0]", "Input should have text, inlineData or fileData")]
    [InlineData("""{"contents":[{"role":"system","parts":[{"text":"x"}]}]}""", "contents[0].role", "Input should be 'user', 'model'")]
    [InlineData("""{"contents":[{"role":"model","parts":[{"text":"x"}]}]}""", "contents", "The last of contents should be the user's")]
    [InlineData("""{"contents":[{"parts":[{"text":" "}]}]}""", "contents", "The last of contents should have a part with text")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"},{"inlineData":{"mimeType":"image/png"}}]}]}""", "contents[0].parts[1].inlineData.data", "Field required")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"},{"inlineData":{"data":"https://example.com/a.png"}}]}]}""", "contents[0].parts[1].inlineData.data", "Input should be base64")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"},{"inlineData":{"data":"AAAA"}}]}]}""", "contents[0].parts[1].inlineData.data", "The image is not a whole PNG, JPEG or WebP file", "input.invalid_image")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"},{"fileData":{}}]}]}""", "contents[0].parts[1].fileData.fileUri", "Field required")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"candidateCount":2}}""", "generationConfig.candidateCount", "Input should be less than or equal to 1")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"seed":-1}}""", "generationConfig.seed", "Input should be from 0 to 2147483647")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"responseModalities":["TEXT"]}}""", "generationConfig.responseModalities", "Images are made here: IMAGE should be among them")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"responseModalities":["IMAGE","AUDIO"]}}""", "generationConfig.responseModalities", "Input should be 'IMAGE', 'TEXT'")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"imageConfig":{"imageSize":"512"}}}""", "generationConfig.imageConfig.imageSize", "Input should be '1K', '2K', '4K'")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"tools":[{"codeExecution":{}}]}""", "tools", "Of tools there is googleSearch alone")]
    public async Task BadInput_Sent_NamesItsField(string body, string field, string description, string code = "request.invalid")
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Client.PostAsync(new Uri($"/gemini/v1beta/models/{GeminiCalls.Model}:generateContent", UriKind.Relative), content);

        var error = await GeminiCalls.ShouldFailAsync(response, HttpStatusCode.BadRequest, "INVALID_ARGUMENT", code);
        ((string)error["message"]!).ShouldBe($"{field}: {description}");
        var violation = error["details"]!.AsArray().Single(static detail => detail!["fieldViolations"] is not null)!["fieldViolations"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)violation["field"]!, (string)violation["description"]!).ShouldBe((field, description));
        (await fixture.JobsOfAsync(_account)).ShouldBe(0);
    }

    [Fact]
    public async Task MoreThanAListHolds_Sent_IsRefusedByName()
    {
        using var turns = await GeminiCalls.SendAsync(Client, new { contents = Enumerable.Repeat(new { parts = new[] { new { text = "x" } } }, 257) });
        ((string)(await GeminiCalls.ShouldFailAsync(turns, HttpStatusCode.BadRequest, "INVALID_ARGUMENT", "request.invalid"))["message"]!).ShouldBe("contents: List should have at most 256 items");
        using var parts = await GeminiCalls.SendAsync(Client, new { contents = new[] { new { parts = Enumerable.Repeat(new { text = "x" }, 257) } } });
        ((string)(await GeminiCalls.ShouldFailAsync(parts, HttpStatusCode.BadRequest, "INVALID_ARGUMENT", "request.invalid"))["message"]!).ShouldBe("contents[0].parts: List should have at most 256 items");
        using var text = await GeminiCalls.SendAsync(Client, GeminiCalls.Saying(new string('x', 32_001)));
        ((string)(await GeminiCalls.ShouldFailAsync(text, HttpStatusCode.BadRequest, "INVALID_ARGUMENT", "request.invalid"))["message"]!).ShouldBe("contents: String should have at most 32000 characters");
        using var body = await GeminiCalls.SendAsync(Client, GeminiCalls.Saying(new string('x', 29_000_000)));
        await GeminiCalls.ShouldFailAsync(body, HttpStatusCode.BadRequest, "INVALID_ARGUMENT", "request.too_large");
    }

    [Theory]
    [InlineData("gemini-99-image", "models/gemini-99-image is not found, or makes no images")]
    [InlineData("veo-3.1-generate-preview", "models/veo-3.1-generate-preview is not found, or makes no images")]
    [InlineData("gemini-2.5-flash-image-preview", "The model gemini-2.5-flash-image-preview has been retired by its provider. Use gemini-nano-banana-2.1 instead.")]
    [InlineData("a%20key%20of%20mine", "The model does not exist")]
    public async Task ModelThatIsNone_Named_IsNotFound(string model, string message)
    {
        using var response = await GeminiCalls.SendAsync(Client, GeminiCalls.Saying("x"), model);
        ((string)(await GeminiCalls.ShouldFailAsync(response, HttpStatusCode.NotFound, "NOT_FOUND", "model.not_found"))["message"]!).ShouldBe(message);
        using var shown = await Client.GetAsync(new Uri($"/gemini/v1beta/models/{model}", UriKind.Relative));
        await GeminiCalls.ShouldFailAsync(shown, HttpStatusCode.NotFound, "NOT_FOUND", "model.not_found");
    }

    [Fact]
    public async Task BlockedPrompt_Sent_IsAnAnswerWithoutACandidate()
    {
        using var response = await GeminiCalls.SendAsync(Client, new
        {
            systemInstruction = new { parts = new[] { new { text = "naked child" } } },
            contents = new[] { new { parts = new[] { new { text = "a beach" } } } },
        });

        var answer = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        answer["promptFeedback"]!.ToJsonString().ShouldBe("""{"blockReason":"SAFETY","blockReasonMessage":"The prompt was blocked by safety filter"}""");
        answer["candidates"].ShouldBeNull();
        response.ErrorCode().ShouldBe("moderation.prompt_blocked");
        (await fixture.JobsOfAsync(_account)).ShouldBe(0);
    }

    [Fact]
    public async Task BalanceBelowThePrice_IsExhaustedAndSaysWhenItIsFilled()
    {
        await fixture.Application.HoldAsync(Guid.NewGuid(), _account, units: 50);
        using var response = await GeminiCalls.SendAsync(Client, GeminiCalls.Saying("x"));

        var error = await GeminiCalls.ShouldFailAsync(response, HttpStatusCode.TooManyRequests, "RESOURCE_EXHAUSTED", "billing.insufficient_credits");
        var info = error["details"]![0]!["metadata"]!;
        ((string)info["required"]!, (string)info["available"]!).ShouldBe(("20", "0"));
        GeminiCalls.DetailOf(error, "RetryInfo", "retryDelay").ShouldBe($"{response.Headers.RetryAfter!.Delta!.Value.TotalSeconds:0}s");
    }

    [Fact]
    public async Task Nobody_CallingPastTheGateway_IsRefused()
    {
        using var nobody = fixture.Instance.CreateClient();
        using var response = await GeminiCalls.SendAsync(nobody, GeminiCalls.Saying("x"));
        await GeminiCalls.ShouldFailAsync(response, HttpStatusCode.Unauthorized, "UNAUTHENTICATED", "auth.missing_credential");
    }
}

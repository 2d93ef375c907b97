using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>That the emulator refuses what Google refuses, with Google's words: else a green adapter test would prove nothing.</summary>
public sealed class GeminiEmulatorTests : IAsyncLifetime
{
    private const string Contents = "\"contents\":[{\"parts\":[{\"text\":\"x\"}]}]";

    private GeminiEmulator _gemini = null!;

    public async ValueTask InitializeAsync() => _gemini = await GeminiEmulator.StartAsync();

    [Theory]
    [InlineData("""{%,"generationConfig":{"imageConfig":{"outputMimeType":"image/png"}}}""", "Unknown name \"outputMimeType\" at 'generation_config.image_config': Cannot find field.")]
    [InlineData("""{%,"prompt":"x"}""", "Unknown name \"prompt\": Cannot find field.")]
    [InlineData("""{%,"generationConfig":{"imageConfig":{"imageSize":"1k"}}}""", "Image size 1k is not supported")]
    [InlineData("""{%,"generationConfig":{"imageConfig":{"imageSize":"512"}}}""", "Image size 512 is not supported")]
    [InlineData("""{%,"generationConfig":{"imageConfig":{"aspectRatio":"7:5"}}}""", "Invalid aspect ratio: 7:5")]
    [InlineData("""{%,"generationConfig":{"seed":4294967296}}""", "TYPE_INT32")]
    [InlineData("""{%,"generationConfig":{"candidateCount":2}}""", "Multiple candidates")]
    [InlineData("""{%,"generationConfig":{"responseModalities":["PICTURE"]}}""", "response_modalities")]
    [InlineData("""{%,"safetySettings":[{"category":"HARM_CATEGORY_IMAGE_HATE","threshold":"BLOCK_NONE"}]}""", "safety_settings[0].category")]
    [InlineData("""{%,"safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_SOME"}]}""", "safety_settings[0].threshold")]
    [InlineData("""{%,"safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"OFF"},{"category":"HARM_CATEGORY_HARASSMENT","threshold":"OFF"}]}""", "Only one safety setting")]
    [InlineData("""{"contents":[]}""", "contents is not specified")]
    [InlineData("""{%""", "Invalid JSON payload received")]
    public async Task WrongRequest_Post_IsInvalidArgument(string body, string message)
    {
        var error = await RefusalAsync(HttpStatusCode.BadRequest, body.Replace("%", Contents, StringComparison.Ordinal));

        error["status"]!.GetValue<string>().ShouldBe("INVALID_ARGUMENT");
        error["message"]!.GetValue<string>().ShouldContain(message);
        _gemini.Switchboard.Rejected.ShouldBe(1);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Forbidden, "PERMISSION_DENIED")]
    [InlineData("other", HttpStatusCode.BadRequest, "INVALID_ARGUMENT")]
    public async Task WrongKey_Post_IsRefusedAsGoogleDoes(string? key, HttpStatusCode status, string kind)
    {
        var error = await RefusalAsync(status, $"{{{Contents}}}", key);

        error["status"]!.GetValue<string>().ShouldBe(kind);
    }

    [Theory]
    [InlineData("gemini-3-pro-image-preview")]
    [InlineData("imagen-4.0-generate-001")]
    public async Task RetiredModel_Post_IsNotFound(string model)
    {
        var error = await RefusalAsync(HttpStatusCode.NotFound, $"{{{Contents}}}", model: model);

        error["message"]!.GetValue<string>().ShouldStartWith($"models/{model} is not found for API version v1beta");
    }

    [Fact]
    public async Task SnakeCaseRequest_Post_IsTaken()
    {
        const string body = "{" + Contents + ""","generation_config":{"image_config":{"aspect_ratio":"1:1"}}}""";

        using var response = await PostAsync(body, GeminiEmulator.DefaultKey, "gemini-3-pro-image");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    public ValueTask DisposeAsync() => _gemini.DisposeAsync();

    private async Task<JsonNode> RefusalAsync(
        HttpStatusCode status, string body, string? key = GeminiEmulator.DefaultKey, string model = "gemini-nano-banana-2.1")
    {
        using var response = await PostAsync(body, key, model);
        var error = (await response.ShouldBeAsync(status))!["error"]!;
        error["code"]!.GetValue<int>().ShouldBe((int)status);
        return error;
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string? key, string model)
    {
        using var client = new HttpClient { BaseAddress = _gemini.Address };
        if (key is not null)
            client.DefaultRequestHeaders.Add("x-goog-api-key", key);
        return await client.PostAsync($"/v1beta/models/{model}:generateContent", new StringContent(body, Encoding.UTF8, "application/json"));
    }
}

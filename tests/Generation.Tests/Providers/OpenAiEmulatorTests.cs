using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>That the emulator refuses what OpenAI refuses, with its codes: else a green adapter test would prove nothing.</summary>
public sealed class OpenAiEmulatorTests : IAsyncLifetime
{
    private const string Good = "\"model\":\"gpt-image-2\",\"prompt\":\"x\"";

    private OpenAiEmulator _openAi = null!;

    public async ValueTask InitializeAsync() => _openAi = await OpenAiEmulator.StartAsync();

    [Theory]
    [InlineData("""{%,"response_format":"b64_json"}""", "unknown_parameter", "response_format")]
    [InlineData("""{%,"seed":1}""", "unknown_parameter", "seed")]
    [InlineData("""{"prompt":"x"}""", "invalid_value", "model")]
    [InlineData("""{"model":"dall-e-3","prompt":"x"}""", "invalid_value", "model")]
    [InlineData("""{"model":"gpt-image-2"}""", "missing_required_parameter", "prompt")]
    [InlineData("""{%,"n":"1"}""", "invalid_type", "n")]
    [InlineData("""{%,"n":11}""", "invalid_value", "n")]
    [InlineData("""{%,"size":"1000x1000"}""", "invalid_value", "size")]
    [InlineData("""{%,"size":"512x512"}""", "invalid_value", "size")]
    [InlineData("""{%,"size":"3856x2160"}""", "invalid_value", "size")]
    [InlineData("""{%,"size":"2048x512"}""", "invalid_value", "size")]
    [InlineData("""{%,"size":"3840x3840"}""", "invalid_value", "size")]
    [InlineData("""{"model":"gpt-image-1","prompt":"x","size":"2048x2048"}""", "invalid_value", "size")]
    [InlineData("""{%,"quality":"xhigh"}""", "invalid_value", "quality")]
    [InlineData("""{%,"moderation":"none"}""", "invalid_value", "moderation")]
    [InlineData("""{%,"output_format":"gif"}""", "invalid_value", "output_format")]
    [InlineData("""{%,"output_format":"jpeg","background":"transparent"}""", "invalid_value", "background")]
    [InlineData("""{%,"stream":true,"partial_images":4}""", "invalid_value", "partial_images")]
    [InlineData("""{%,"stream":"true"}""", "invalid_type", "stream")]
    public async Task WrongRequest_Post_IsRefused(string body, string code, string param)
    {
        using var response = await PostAsync("generations", new StringContent(body.Replace("%", Good, StringComparison.Ordinal), Encoding.UTF8, "application/json"));

        var error = await ErrorAsync(response, HttpStatusCode.BadRequest);
        (error["code"]!.GetValue<string>(), error["param"]!.GetValue<string>()).ShouldBe((code, param));
        _openAi.Switchboard.Rejected.ShouldBe(1);
    }

    [Fact]
    public async Task StreamOfSeveralImages_Post_IsRefused()
    {
        using var response = await PostAsync("generations", new StringContent($"{{{Good},\"stream\":true,\"n\":2}}", Encoding.UTF8, "application/json"));

        (await ErrorAsync(response, HttpStatusCode.BadRequest))["message"]!.GetValue<string>().ShouldBe("Streaming is only supported with n=1.");
    }

    [Theory]
    [InlineData("image", "image/png", "image/png", null)]
    [InlineData("image", "application/octet-stream", "image/png", "invalid_image_file")]
    [InlineData("image", "image/png", "image/jpeg", "invalid_image_file")]
    [InlineData("picture", "image/png", "image/png", "unknown_parameter")]
    public async Task File_Post_IsTakenWhenItsTypeIsDeclaredAndTrue(string name, string declared, string real, string? code)
    {
        using var form = Form();
        Add(form, name, declared, real);

        using var response = await PostAsync("edits", form);

        if (code is null)
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        else
            (await ErrorAsync(response, HttpStatusCode.BadRequest))["code"]!.GetValue<string>().ShouldBe(code);
    }

    [Theory]
    [InlineData(0, "image[]")]
    [InlineData(17, "image[]")]
    [InlineData(2, "image")]
    public async Task WrongNumberOfFiles_Post_IsRefused(int count, string name)
    {
        using var form = Form();
        for (var i = 0; i < count; i++)
            Add(form, name, "image/png", "image/png");

        using var response = await PostAsync("edits", form);

        await ErrorAsync(response, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task WrongKey_Post_Is401WithTheSchemeToUse()
    {
        using var response = await PostAsync("generations", new StringContent($"{{{Good}}}", Encoding.UTF8, "application/json"), "sk-other");

        (await ErrorAsync(response, HttpStatusCode.Unauthorized))["code"]!.GetValue<string>().ShouldBe("invalid_api_key");
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer realm=\"OpenAI API\"");
    }

    public ValueTask DisposeAsync() => _openAi.DisposeAsync();

    private static MultipartFormDataContent Form() => new()
    {
        { new StringContent("gpt-image-2"), "model" },
        { new StringContent("x"), "prompt" },
    };

    private static void Add(MultipartFormDataContent form, string name, string declared, string real)
    {
        var part = new ByteArrayContent(EmulatedImage.Make(32, 32, real));
        part.Headers.ContentType = new MediaTypeHeaderValue(declared);
        form.Add(part, name, "a.png");
    }

    private static async Task<JsonNode> ErrorAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        response.StatusCode.ShouldBe(status);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
    }

    private async Task<HttpResponseMessage> PostAsync(string operation, HttpContent content, string key = OpenAiEmulator.DefaultKey)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await client.PostAsync($"{_openAi.Address}/images/{operation}", content);
    }
}

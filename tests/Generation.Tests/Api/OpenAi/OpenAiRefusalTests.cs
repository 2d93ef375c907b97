using System.Net;
using System.Text;
using NanoBanana.Generation.Tests.Inputs;

namespace NanoBanana.Generation.Tests.Api.OpenAi;

/// <summary>What a call is refused for, in OpenAI's words, and that it costs nothing.</summary>
public sealed class OpenAiRefusalTests(InputFixture fixture)
{
    private readonly Guid _account = Guid.NewGuid();

    private HttpClient Client => fixture.ClientOf(_account);

    [Theory]
    [InlineData("{}", "prompt", "missing_required_parameter", "Missing required parameter: 'prompt'.")]
    [InlineData("""{"prompt":null}""", "prompt", "missing_required_parameter", null)]
    [InlineData("""{"prompt":""}""", "prompt", "invalid_value", null)]
    [InlineData("""{"prompt":5}""", "prompt", "invalid_type", null)]
    [InlineData("""{"prompt":"x","sise":"auto"}""", "sise", "unknown_parameter", "Unknown parameter: 'sise'.")]
    [InlineData("""{"prompt":"x","n":0}""", "n", "invalid_value", null)]
    [InlineData("""{"prompt":"x","n":11}""", "n", "invalid_value", "Invalid 'n': Input should be less than or equal to 10")]
    [InlineData("""{"prompt":"x","n":"two"}""", "n", "invalid_type", null)]
    [InlineData("""{"prompt":"x","size":"big"}""", "size", "invalid_value", null)]
    [InlineData("""{"prompt":"x","size":"16:9"}""", "size", "invalid_value", null)]
    [InlineData("""{"prompt":"x","size":"63x64"}""", "size", "invalid_value", null)]
    [InlineData("""{"prompt":"x","size":"4097x4096"}""", "size", "invalid_value", null)]
    [InlineData("""{"prompt":"x","size":"1024x300"}""", "size", "invalid_value", null)]
    [InlineData("""{"prompt":"x","quality":"best"}""", "quality", "invalid_value", null)]
    [InlineData("""{"prompt":"x","background":"blue"}""", "background", "invalid_value", null)]
    [InlineData("""{"prompt":"x","background":"transparent","output_format":"jpeg"}""", "background", "invalid_value", null)]
    [InlineData("""{"prompt":"x","output_format":"gif"}""", "output_format", "invalid_value", null)]
    [InlineData("""{"prompt":"x","output_format":"webp","response_format":"url"}""", "output_format", "invalid_value", null)]
    [InlineData("""{"prompt":"x","output_compression":50}""", "output_compression", "invalid_value", null)]
    [InlineData("""{"prompt":"x","output_format":"jpeg","output_compression":101}""", "output_compression", "invalid_value", null)]
    [InlineData("""{"prompt":"x","response_format":"file"}""", "response_format", "invalid_value", null)]
    [InlineData("""{"prompt":"x","response_format":"url","stream":true}""", "response_format", "invalid_value", null)]
    [InlineData("""{"prompt":"x","moderation":"none"}""", "moderation", "invalid_value", null)]
    [InlineData("""{"prompt":"x","style":"loud"}""", "style", "invalid_value", null)]
    [InlineData("""{"prompt":"x","partial_images":4}""", "partial_images", "invalid_value", null)]
    [InlineData("""{"prompt":"x","stream":"yes"}""", "stream", "invalid_type", null)]
    [InlineData("""{"prompt":"x","model":"no-such"}""", "model", "invalid_value", "The model 'no-such' does not exist.")]
    [InlineData("""{"prompt":"x","model":"sandbox-video-1"}""", "model", "invalid_value", null)]
    [InlineData("""{"prompt":"x","model":"a\"b"}""", "model", "invalid_value", "The model does not exist.")]
    [InlineData("not json", null, null, null)]
    [InlineData("", null, null, null)]
    public async Task BadInput_Sent_NamesItsParameter(string body, string? param, string? code, string? message)
    {
        using var response = await Client.PostAsync(OpenAiCalls.Generations, new StringContent(body, Encoding.UTF8, "application/json"));

        var error = await response.ErrorAsync(HttpStatusCode.BadRequest);
        (error.Type, error.Param, error.Code).ShouldBe(("invalid_request_error", param, code));
        if (message is not null)
            error.Message.ShouldBe(message);
        (await fixture.JobsOfAsync(_account)).ShouldBe(0);
    }

    [Fact]
    public async Task PromptOfTooManyCharacters_IsRefused()
    {
        using var response = await Client.GenerateAsync(new { prompt = new string('p', 32_001) });

        (await response.ErrorAsync(HttpStatusCode.BadRequest)).Param.ShouldBe("prompt");
    }

    [Fact]
    public async Task BodyBeyondTheLimit_IsTooLarge()
    {
        using var response = await Client.GenerateAsync(new { prompt = new string('p', 600_000) });

        (await response.ErrorAsync(HttpStatusCode.RequestEntityTooLarge)).Type.ShouldBe("invalid_request_error");
    }

    [Fact]
    public async Task BlockedPrompt_IsToldAsModerationDoes()
    {
        using var response = await Client.GenerateAsync(new { prompt = "naked child" });

        var body = (await response.ShouldBeAsync(HttpStatusCode.BadRequest))!["error"]!;
        ((string?)body["type"], (string?)body["code"], (string?)body["moderation_details"]!["moderation_stage"]).ShouldBe(("image_generation_user_error", "moderation_blocked", "input"));
        (await fixture.AvailableOfAsync(_account)).ShouldBe(1_000);
    }

    [Fact]
    public async Task ModerationLow_LetsPassWhatTheUsualLevelDoesNot()
    {
        // Refused from the usual level on, and left to the provider below it.
        const string phrase = "an execution video";
        using var usual = await Client.GenerateAsync(new { prompt = phrase, size = "64x64" }, ("X-Provider", "sandbox"));
        using var low = await Client.GenerateAsync(new { prompt = phrase, size = "64x64", moderation = "low" }, ("X-Provider", "sandbox"));

        (await usual.ErrorAsync(HttpStatusCode.BadRequest)).Code.ShouldBe("moderation_blocked");
        await low.ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task NoCredits_IsAQuotaThatNoRepeatHelps()
    {
        await fixture.Application.HoldAsync(Guid.NewGuid(), _account, units: 50);

        using var response = await Client.GenerateAsync(new { prompt = "too much" });

        var error = await response.ErrorAsync(HttpStatusCode.TooManyRequests);
        (error.Type, error.Code).ShouldBe(("insufficient_quota", "insufficient_quota"));
        response.Headers.GetValues("x-should-retry").ShouldBe(["false"]);
    }

    [Theory]
    [InlineData("GET", "/openai/v1/images", HttpStatusCode.NotFound, "unknown_url")]
    [InlineData("POST", "/openai/v1/images/variations", HttpStatusCode.NotFound, "unknown_url")]
    [InlineData("GET", OpenAiCalls.Generations, HttpStatusCode.MethodNotAllowed, "method_not_supported")]
    [InlineData("POST", OpenAiCalls.Edits, HttpStatusCode.UnsupportedMediaType, "unsupported_content_type")]
    public async Task RouteThatIsNone_AnswersInTheFamilysShape(string method, string path, HttpStatusCode status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST")
            request.Content = new StringContent("x", Encoding.UTF8, "text/plain");
        using var response = await Client.SendAsync(request);

        (await response.ErrorAsync(status)).Code.ShouldBe(code);
    }

    [Fact]
    public async Task Nobody_CallingPastTheGateway_IsRefused()
    {
        using var client = fixture.Instance.CreateClient();
        using var response = await client.GenerateAsync(new { prompt = "x" });

        (await response.ErrorAsync(HttpStatusCode.Unauthorized)).Code.ShouldBe("invalid_api_key");
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }
}

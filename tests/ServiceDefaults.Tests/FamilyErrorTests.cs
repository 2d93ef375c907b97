using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.ServiceDefaults.Tests;

/// <summary>One failure, in the shape that the clients of each family read.</summary>
public sealed class FamilyErrorTests
{
    private static readonly ApiFailure NoPrompt = new(ErrorCodes.InvalidRequest)
    {
        Fields = [new FieldError("body", "prompt", "missing", "Prompt is required")],
    };

    private static readonly ApiFailure Broke = new(ErrorCodes.InsufficientCredits)
    {
        Message = "You need 20 credits but only have 5",
        Details = new Dictionary<string, long>(StringComparer.Ordinal) { ["required"] = 20, ["available"] = 5 },
    };

    [Theory]
    [InlineData("/v1/generate", 422, """{"detail":[{"type":"missing","loc":["body","prompt"],"msg":"Prompt is required"}]}""")]
    [InlineData("/api/generate", 422, """{"success":false,"error":{"code":"validation_error","message":"Request validation failed","details":{"errors":[{"field":"body -> prompt","message":"Prompt is required","type":"missing"}]}},"detail":"Request validation failed"}""")]
    [InlineData("/api/text-to-image", 400, """{"success":false,"message":"Validation failed","error":"Prompt is required"}""")]
    [InlineData("/api/enhance", 400, """{"success":false,"originalPrompt":"","error":"Validation failed: Prompt is required"}""")]
    [InlineData("/api/admin/keys", 400, """{"success":false,"error":"Validation failed","message":"Prompt is required"}""")]
    [InlineData("/api/nano-banana/generate", 400, """{"success":false,"error":"Prompt is required","message":"Prompt is required","code":"VALIDATION_ERROR"}""")]
    [InlineData("/openai/v1/images/generations", 400, """{"error":{"message":"Missing required parameter: 'prompt'.","type":"invalid_request_error","param":"prompt","code":"missing_required_parameter"}}""")]
    [InlineData("/gemini/v1beta/models", 400, """{"error":{"code":400,"message":"prompt: Prompt is required","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"REQUEST_INVALID","domain":"nanobanana","metadata":{"code":"request.invalid"}},{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"prompt","description":"Prompt is required"}]}]}}""")]
    public async Task BadInput_Written_NamesTheFieldAsTheFamilyDoes(string path, int status, string body) =>
        await ShouldWriteAsync(path, NoPrompt, status, body);

    [Theory]
    [InlineData("/v1/keys", """{"detail":"Not authenticated"}""")]
    [InlineData("/api/history", """{"success":false,"error":{"code":"authentication_failed","message":"Authentication required"},"detail":"Authentication required"}""")]
    [InlineData("/api/enhance", """{"success":false,"error":"Missing API key","message":"Not authenticated"}""")]
    [InlineData("/openai/v1/models", """{"error":{"message":"Not authenticated","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""")]
    [InlineData("/api/nano-banana/generate", """{"success":false,"error":"Authentication required","message":"No authorization header provided","code":"UNAUTHORIZED"}""")]
    [InlineData("/gemini/v1beta/models", """{"error":{"code":401,"message":"The request carries no key: send one as x-goog-api-key, as ?key= or as Authorization: Bearer","status":"UNAUTHENTICATED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"AUTH_MISSING_CREDENTIAL","domain":"nanobanana","metadata":{"code":"auth.missing_credential"}}]}}""")]
    public async Task NoCredential_Written_Is401WithAChallenge(string path, string body)
    {
        var context = await ShouldWriteAsync(path, new ApiFailure(ErrorCodes.MissingCredential), 401, body);
        context.Response.Headers.WWWAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Theory]
    [InlineData("/v1/generate", 429, """{"detail":"You need 20 credits but only have 5"}""")]
    [InlineData("/api/generate", 429, """{"success":false,"error":{"code":"quota_exceeded","message":"You need 20 credits but only have 5","details":{"required":20,"available":5}},"detail":"You need 20 credits but only have 5"}""")]
    [InlineData("/openai/v1/images/edits", 429, """{"error":{"message":"You need 20 credits but only have 5","type":"insufficient_quota","param":null,"code":"insufficient_quota","required":20,"available":5}}""")]
    [InlineData("/api/nano-banana/generate", 402, """{"success":false,"error":"Insufficient credits","message":"You need 20 credits but only have 5","code":"INSUFFICIENT_CREDITS","required":20,"available":5}""")]
    [InlineData("/gemini/v1beta/models", 429, """{"error":{"code":429,"message":"You need 20 credits but only have 5","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"BILLING_INSUFFICIENT_CREDITS","domain":"nanobanana","metadata":{"code":"billing.insufficient_credits","required":"20","available":"5"}},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"60s"}]}}""")]
    public async Task NoCredits_Written_CarriesTheNumbersWhereTheFamilyHasThem(string path, int status, string body) =>
        await ShouldWriteAsync(path, Broke, status, body);

    [Theory]
    [InlineData("billing.insufficient_credits", 402, """{"success":false,"error":"Insufficient credits","message":"You need 20 credits but only have 5","code":"INSUFFICIENT_CREDITS","required":20,"available":5}""")]
    [InlineData("auth.expired_key", 401, """{"success":false,"error":"Token expired","message":"API key has expired","code":"UNAUTHORIZED"}""")]
    [InlineData("auth.invalid_token", 401, """{"success":false,"error":"Invalid token","message":"Invalid or expired token","code":"UNAUTHORIZED"}""")]
    [InlineData("limits.rate_exceeded", 429, """{"success":false,"error":"Rate limit exceeded. Try again later.","message":"Rate limit exceeded. Try again later.","code":"QUOTA_EXCEEDED"}""")]
    [InlineData("provider.timed_out", 504, """{"success":false,"error":"The provider did not answer in time","message":"The provider did not answer in time","code":"TIMEOUT","details":"provider.timed_out"}""")]
    [InlineData("internal.error", 500, """{"success":false,"error":"An unexpected error occurred","message":"An unexpected error occurred","code":"INTERNAL_ERROR","details":"internal.error"}""")]
    [InlineData("generation.cancelled", 409, """{"success":false,"error":"The generation was cancelled","message":"The generation was cancelled","code":"CANCELLED","cancelled":true}""")]
    [InlineData("webhook.disabled", 409, """{"success":false,"error":"The webhook is disabled; enable it first","message":"The webhook is disabled; enable it first","code":"CONFLICT"}""")]
    [InlineData("request.method_not_allowed", 405, """{"success":false,"error":"Method Not Allowed","message":"Method Not Allowed","code":"METHOD_NOT_ALLOWED"}""")]
    [InlineData("request.unsupported_media_type", 415, """{"success":false,"error":"Unsupported Media Type","message":"Unsupported Media Type","code":"UNSUPPORTED_MEDIA_TYPE"}""")]
    public async Task Failure_OfTheKieFamily_HasItsWords(string code, int status, string body)
    {
        var failure = new ApiFailure(ErrorCodes.Find(code));
        await ShouldWriteAsync("/api/nano-banana/generate", failure.Code == ErrorCodes.InsufficientCredits ? failure with { Details = Broke.Details } : failure, status, body);
    }

    [Theory]
    [InlineData("moderation.prompt_blocked", 400, "image_generation_user_error", "moderation_blocked", "input", false)]
    [InlineData("provider.refused_output", 400, "image_generation_user_error", "moderation_blocked", "output", false)]
    [InlineData("provider.no_image", 400, "image_generation_user_error", "provider.no_image", null, false)]
    [InlineData("limits.rate_exceeded", 429, "requests", "rate_limit_exceeded", null, false)]
    [InlineData("provider.throttled", 429, "requests", "rate_limit_exceeded", null, false)]
    [InlineData("limits.quota_exceeded", 429, "insufficient_quota", "insufficient_quota", null, true)]
    [InlineData("auth.forbidden", 403, "invalid_request_error", "insufficient_permissions", null, false)]
    [InlineData("identity.account_banned", 403, "invalid_request_error", "account_deactivated", null, false)]
    [InlineData("auth.revoked_key", 401, "invalid_request_error", "invalid_api_key", null, false)]
    [InlineData("model.not_found", 404, "invalid_request_error", "model_not_found", null, false)]
    [InlineData("request.route_not_found", 404, "invalid_request_error", "unknown_url", null, false)]
    [InlineData("request.method_not_allowed", 405, "invalid_request_error", "method_not_supported", null, false)]
    [InlineData("request.too_large", 413, "invalid_request_error", "request.too_large", null, false)]
    [InlineData("request.malformed", 400, "invalid_request_error", null, null, false)]
    [InlineData("input.invalid_image", 400, "image_generation_user_error", "invalid_image_file", null, false)]
    [InlineData("generation.cancelled", 409, "invalid_request_error", "generation.cancelled", null, true)]
    [InlineData("generation.still_running", 504, "server_error", "generation.still_running", null, true)]
    [InlineData("provider.unavailable", 502, "server_error", "provider.unavailable", null, false)]
    [InlineData("service.unavailable", 503, "server_error", "service.unavailable", null, false)]
    [InlineData("internal.error", 500, "server_error", "internal.error", null, false)]
    public async Task Failure_OfTheOpenAiFamily_HasItsWords(string code, int status, string type, string? word, string? stage, bool isFinal)
    {
        var context = await ShouldWriteAsync("/openai/v1/images/generations", new ApiFailure(ErrorCodes.Find(code)), status, body: null);

        var error = Body(context)["error"]!;
        ((string?)error["type"], (string?)error["code"], (string?)error["param"], (string?)error["moderation_details"]?["moderation_stage"]).ShouldBe((type, word, null, stage));
        ((string?)error["message"]).ShouldNotBeNullOrEmpty();
        context.Response.Headers["x-should-retry"].ToString().ShouldBe(isFinal ? "false" : "");
    }

    [Theory]
    [InlineData("auth.forbidden", 403, "PERMISSION_DENIED", null)]
    [InlineData("generation.image_not_found", 404, "NOT_FOUND", null)]
    [InlineData("generation.result_not_kept", 404, "NOT_FOUND", null)]
    [InlineData("request.method_not_allowed", 405, "UNIMPLEMENTED", null)]
    [InlineData("generation.cancelled", 409, "ABORTED", null)]
    [InlineData("request.too_large", 400, "INVALID_ARGUMENT", null)]
    [InlineData("limits.rate_exceeded", 429, "RESOURCE_EXHAUSTED", "60s")]
    [InlineData("internal.error", 500, "INTERNAL", null)]
    [InlineData("provider.unavailable", 503, "UNAVAILABLE", "5s")]
    [InlineData("provider.timed_out", 504, "DEADLINE_EXCEEDED", null)]
    public async Task Failure_OfTheGeminiFamily_HasGooglesName(string code, int status, string name, string? delay)
    {
        var context = await ShouldWriteAsync("/gemini/v1beta/models", new ApiFailure(ErrorCodes.Find(code)), status, body: null);
        var error = Body(context)["error"]!;
        ((int)error["code"]!, (string)error["status"]!).ShouldBe((status, name));
        ((string?)error["details"]!.AsArray()[^1]!["retryDelay"]).ShouldBe(delay);
    }

    [Fact]
    public async Task Fault_ThatDoesNotNameItsField_IsNamedByTheKieFamily()
    {
        var fault = new ApiFailure(ErrorCodes.InvalidRequest) { Fields = [new FieldError("body", "style", "type_error", "The value has the wrong type")] };
        await ShouldWriteAsync("/api/nano-banana/generate", fault, 400, """
            {"success":false,"error":"style: The value has the wrong type","message":"style: The value has the wrong type","code":"VALIDATION_ERROR"}
            """);

        // "type" is a word of that sentence, and also a field.
        var named = fault with { Fields = [new FieldError("body", "type", "type_error", "The value has the wrong type")] };
        await ShouldWriteAsync("/api/admin/keys", named, 400, """{"success":false,"error":"Validation failed","message":"type: The value has the wrong type"}""");
    }

    [Theory]
    [InlineData("keys.bootstrap_closed", "/api/bootstrap/initial-key", 403, """{"success":false,"error":"Bootstrap not allowed","message":"API keys already exist. Use /api/admin/keys to create new keys."}""")]
    [InlineData("keys.last_master_key", "/api/admin/keys/1", 409, """{"success":false,"error":"Last master key","message":"The only active master key cannot be revoked. Create another one first."}""")]
    [InlineData("keys.not_found", "/api/admin/keys/1", 404, """{"success":false,"error":"Key not found","message":"API key not found"}""")]
    [InlineData("provider.not_configured", "/api/text-to-image", 500, """{"success":false,"message":"Image generation failed","error":"Server configuration error"}""")]
    [InlineData("service.unavailable", "/api/enhance", 503, """{"success":false,"originalPrompt":"","error":"The service is temporarily unavailable. Try again shortly."}""")]
    public async Task Failure_OfTheBanatieFamily_HasItsWords(string code, string path, int status, string body) =>
        await ShouldWriteAsync(path, new ApiFailure(ErrorCodes.Find(code)), status, body);

    [Fact]
    public async Task PromptThatWasRead_AndFails_IsRepeatedByTheEnhancer()
    {
        var context = NewContext("/api/enhance");
        context.Features.Set(new OriginalPrompt("a \"lake\""));
        await FailureWriter.WriteAsync(context, new ApiFailure(ErrorCodes.Internal));
        await context.Response.BodyWriter.FlushAsync();
        Body(context).ToJsonString().ShouldBe(JsonNode.Parse("""{"success":false,"originalPrompt":"a \"lake\"","error":"An unexpected error occurred"}""")!.ToJsonString());
    }

    [Fact]
    public async Task OurOwnSurface_Written_IsAProblemWithCodeAndRequestId()
    {
        var context = await ShouldWriteAsync("/v1/generations", NoPrompt, 422, body: null);
        context.Response.ContentType.ShouldBe("application/problem+json");
        var body = Body(context);
        ((string)body["type"]!).ShouldBe("/docs/errors/request.invalid");
        ((string)body["code"]!).ShouldBe("request.invalid");
        ((string)body["request_id"]!).ShouldBe("request-1");
        ((string)body["errors"]![0]!["field"]!).ShouldBe("prompt");
    }

    [Theory]
    [InlineData("billing.insufficient_credits", "/v1/generate")]
    [InlineData("limits.rate_exceeded", "/api/generate")]
    [InlineData("service.unavailable", "/v1/keys")]
    public async Task TooMuchOrAway_Written_SaysWhenToComeBack(string code, string path)
    {
        var context = NewContext(path);
        await FailureWriter.WriteAsync(context, new ApiFailure(ErrorCodes.All.Single(item => item.Code == code)));
        int.Parse(context.Response.Headers.RetryAfter.ToString(), System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(0);
        context.Response.Headers[FailureWriter.CodeHeader].ToString().ShouldBe(code);
        context.Response.Headers.CacheControl.ToString().ShouldBe("no-store");
    }

    [Theory]
    [InlineData("/v1/generate", null, WireFamily.Saas)]
    [InlineData("/v1/generations/gen_x", null, WireFamily.Ours)]
    [InlineData("/v1/generationsx", null, WireFamily.Saas)]
    [InlineData("/api/nano-banana/generate", null, WireFamily.Kie)]
    [InlineData("/gemini/v1beta/models/x:generateContent", null, WireFamily.Gemini)]
    [InlineData("/geminix", null, WireFamily.Ours)]
    [InlineData("/api/admin/keys/1", null, WireFamily.Banatie)]
    [InlineData("/api/admin/users", null, WireFamily.Lab)]
    [InlineData("/api/generate", "application/json", WireFamily.Lab)]
    [InlineData("/api/generate", "multipart/form-data; boundary=x", WireFamily.Banatie)]
    [InlineData("/api/v1/health", null, WireFamily.Saas)]
    [InlineData("/openai/v1/images/generations", null, WireFamily.OpenAi)]
    [InlineData("/openai", null, WireFamily.OpenAi)]
    [InlineData("/openaix/v1", null, WireFamily.Ours)]
    [InlineData("/health", null, WireFamily.Ours)]
    public void Request_OfAPath_BelongsToItsFamily(string path, string? contentType, WireFamily family)
    {
        var context = NewContext(path);
        context.Request.ContentType = contentType;
        WireFamilies.Of(context.Request).ShouldBe(family);
    }

    private static async Task<HttpContext> ShouldWriteAsync(string path, ApiFailure failure, int status, string? body)
    {
        var context = NewContext(path);
        await FailureWriter.WriteAsync(context, failure);
        await context.Response.BodyWriter.FlushAsync();
        context.Response.StatusCode.ShouldBe(status);
        if (body is not null)
            Body(context).ToJsonString().ShouldBe(JsonNode.Parse(body)!.ToJsonString());
        return context;
    }

    private static JsonNode Body(HttpContext context)
    {
        context.Response.Body.Position = 0;
        return JsonNode.Parse(context.Response.Body)!;
    }

    private static DefaultHttpContext NewContext(string path)
    {
        var context = new DefaultHttpContext { TraceIdentifier = "request-1" };
        context.Request.Path = path;
        context.Response.Body = new MemoryStream();
        return context;
    }
}

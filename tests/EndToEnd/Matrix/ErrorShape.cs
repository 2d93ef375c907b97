using System.Text.Json;
using System.Text.RegularExpressions;

namespace NanoBanana.EndToEnd.Matrix;

/// <summary>What a failure looks like in each family, as docs/errors/README.md tells callers, and what none may tell them.</summary>
internal static partial class ErrorShape
{
    private static readonly string[] Ours =
        ["/v1/generations", "/v1/batches", "/v1/images", "/v1/thumbnails", "/v1/inputs", "/v1/videos", "/v1/quotes", "/v1/events", "/v1/webhooks", "/v1/callbacks"];

    private static readonly string[] Others = ["/v1/", "/api/", "/openai/", "/gemini/"];

    private static readonly string[] Banatie = ["/api/bootstrap", "/api/admin/keys", "/api/info", "/api/text-to-image", "/api/enhance"];

    private static readonly string[] Secrets =
        [TestSettings.SecretKey, TestSettings.InternalTokenKey, TestAccount.Password, "test-image-signing-key", "test-webhook-encryption-key"];

    /// <summary>The answer is a failure in its family's shape.</summary>
    /// <param name="path">The route's path, which decides the family.</param>
    public static async Task CheckAsync(HttpResponseMessage response, string path)
    {
        var status = (int)response.StatusCode;
        response.Headers.Contains("X-Request-ID").ShouldBeTrue($"X-Request-ID of {status}");
        response.ErrorCode().ShouldNotBeNullOrEmpty($"X-Error-Code of {status}");
        if (status == 401)
            response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        if (status is 429 or 503)
            response.Headers.RetryAfter.ShouldNotBeNull();
        if (response.RequestMessage!.Method == HttpMethod.Head)
            return;

        var text = await response.Content.ReadAsStringAsync();
        var isOurs = Ours.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal)) || !Others.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal));
        response.Content.Headers.ContentType?.MediaType.ShouldBe(isOurs ? "application/problem+json" : "application/json", text);
        using var document = JsonDocument.Parse(text);
        var body = document.RootElement;
        if (isOurs)
            CheckProblem(body, status, response);
        else if (path.StartsWith("/v1/", StringComparison.Ordinal) || path == "/api/v1/health")
            CheckSaas(body);
        else if (path.StartsWith("/openai/", StringComparison.Ordinal))
            CheckOpenAi(body);
        else if (path.StartsWith("/gemini/", StringComparison.Ordinal))
            CheckGemini(body, status, response);
        else if (path.StartsWith("/api/nano-banana/", StringComparison.Ordinal))
            CheckFields(body, "success", "error", "message", "code");
        else if (path == "/api/enhance" && body.TryGetProperty("originalPrompt", out _))
            CheckFields(body, "success", "originalPrompt", "error");
        else if (Banatie.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal)))
            CheckFields(body, "success", "error", "message");
        else
            CheckLab(body);
    }

    /// <summary>Nothing of how the product is made, and none of its secrets.</summary>
    public static void CheckTellsNothing(string text)
    {
        Insides().Match(text).Value.ShouldBeEmpty();
        foreach (var secret in Secrets)
            text.ShouldNotContain(secret);
    }

    private static void CheckProblem(JsonElement body, int status, HttpResponseMessage response)
    {
        foreach (var name in new[] { "type", "title", "detail", "code", "request_id" })
            body.GetProperty(name).GetString().ShouldNotBeNullOrEmpty(name);
        body.GetProperty("status").GetInt32().ShouldBe(status);
        body.GetProperty("code").GetString().ShouldBe(response.ErrorCode());
        body.GetProperty("request_id").GetString().ShouldBe(response.Headers.GetValues("X-Request-ID").Single());
    }

    private static void CheckGemini(JsonElement body, int status, HttpResponseMessage response)
    {
        var error = body.GetProperty("error");
        error.GetProperty("code").GetInt32().ShouldBe(status);
        error.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        error.GetProperty("status").GetString().ShouldNotBeNullOrEmpty();
        error.GetProperty("details")[0].GetProperty("metadata").GetProperty("code").GetString().ShouldBe(response.ErrorCode());
    }

    private static void CheckSaas(JsonElement body)
    {
        var detail = body.GetProperty("detail");
        if (detail.ValueKind == JsonValueKind.String)
            return;
        foreach (var field in detail.EnumerateArray())
            (field.GetProperty("type").ValueKind, field.GetProperty("loc").ValueKind, field.GetProperty("msg").ValueKind)
                .ShouldBe((JsonValueKind.String, JsonValueKind.Array, JsonValueKind.String));
    }

    private static void CheckLab(JsonElement body)
    {
        body.GetProperty("success").GetBoolean().ShouldBeFalse();
        body.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        body.GetProperty("error").GetProperty("code").GetString().ShouldNotBeNullOrEmpty();
        body.GetProperty("error").GetProperty("message").GetString().ShouldBe(body.GetProperty("detail").GetString());
    }

    private static void CheckOpenAi(JsonElement body)
    {
        var error = body.EnumerateObject().ShouldHaveSingleItem().Value;
        error.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        error.GetProperty("type").GetString().ShouldNotBeNullOrEmpty();
        foreach (var name in new[] { "param", "code" })
            error.GetProperty(name).ValueKind.ShouldBeOneOf(JsonValueKind.String, JsonValueKind.Null);
    }

    private static void CheckFields(JsonElement body, string success, params string[] texts)
    {
        body.GetProperty(success).GetBoolean().ShouldBeFalse();
        foreach (var name in texts)
            body.GetProperty(name).ValueKind.ShouldBe(JsonValueKind.String, name);
    }

    [GeneratedRegex(
        """(\n|\\n)\s+at [A-Za-z_]+\.|\.cs:line|Exception\b|\b(System|Microsoft|Npgsql|StackExchange|NanoBanana)\.[A-Z]|\bSELECT .+ FROM\b|\bINSERT INTO\b|SQLSTATE|\b(XX|22|23|42)[0-9P]{3}: |Host=|Password=""",
        RegexOptions.None, matchTimeoutMilliseconds: 2_000)]
    private static partial Regex Insides();
}

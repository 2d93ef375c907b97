using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NanoBanana.Contracts.Errors;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary>Writes a failure in the shape of the request's family, with the headers every failure carries.</summary>
public static class FailureWriter
{
    /// <summary>The header that carries our stable code beside a body that belongs to a family.</summary>
    public const string CodeHeader = "X-Error-Code";

    /// <summary>The header, <c>false</c>, of an answer that is no failure and takes nothing of the key's hour all the same.</summary>
    public const string CountedHeader = "X-RateLimit-Counted";

    /// <summary>As our other answers: a quotation mark in a message need not be six characters long. No browser reads this as HTML.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly TimeSpan DefaultAfterThrottle = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DefaultAfterOutage = TimeSpan.FromSeconds(5);

    public static Task WriteAsync(HttpContext context, ApiFailure failure) =>
        WriteAsync(context, failure, WireFamilies.Of(context.Request));

    public static async Task WriteAsync(HttpContext context, ApiFailure failure, WireFamily family)
    {
        var response = context.Response;
        var status = ErrorStatus.Of(failure.Code.Kind, family);
        response.StatusCode = status;
        response.Headers[CodeHeader] = failure.Code.Code;
        response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        if (family == WireFamily.OpenAi && OpenAiErrors.IsFinal(failure.Code))
            response.Headers[OpenAiErrors.RetryHeader] = "false";
        if (RetryAfter(status, failure) is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (HttpMethods.IsHead(context.Request.Method))
            return;

        response.ContentType = family == WireFamily.Ours ? "application/problem+json" : "application/json";
        await using var json = new Utf8JsonWriter(response.BodyWriter, Readable);
        WriteBody(json, context, failure, family, status);
    }

    private static void WriteBody(Utf8JsonWriter json, HttpContext context, ApiFailure failure, WireFamily family, int status)
    {
        switch (family)
        {
            case WireFamily.Saas: SaasErrors.Write(json, failure); break;
            case WireFamily.Lab: LabErrors.Write(json, failure); break;
            case WireFamily.Banatie: BanatieErrors.Write(json, failure, context.Request.Path, context.Features.Get<OriginalPrompt>()?.Text ?? ""); break;
            case WireFamily.Kie: KieErrors.Write(json, failure); break;
            case WireFamily.OpenAi: OpenAiErrors.Write(json, failure); break;
            case WireFamily.Gemini: GeminiErrors.Write(json, failure, status, RetryAfter(status, failure)); break;
            default: ProblemErrors.Write(json, failure, status, RequestId.Of(context)); break;
        }
    }

    private static TimeSpan? RetryAfter(int status, ApiFailure failure) => status switch
    {
        StatusCodes.Status429TooManyRequests => failure.RetryAfter ?? DefaultAfterThrottle,
        StatusCodes.Status503ServiceUnavailable => failure.RetryAfter ?? DefaultAfterOutage,
        _ => failure.RetryAfter,
    };
}

using System.Text;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// The answers that can be scripted:
/// errors <c>bad_key moderation[:STAGE] moderation_plain model_gone model_not_found bad_size bad_image unknown_parameter fidelity not_verified
/// billing_limit[:STATUS] quota quota_type project_limit organization_limit throttled[:SECONDS] throttled_ms:MILLISECONDS throttled_bare
/// server_error bad_gateway overloaded[:SECONDS] deadline status:CODE echo_key[:CODE]</c>; answers without an image <c>no_data empty_data
/// null_image</c>; broken images <c>damaged bad_base64</c>; odd but good <c>escaped minimal gzip data_url url:ADDRESS</c>; a broken answer
/// <c>cut</c>. Of streams besides those of <see cref="OpenAiEventStream"/>. What any server can do wrong is in <see cref="BrokenAnswers"/>.
/// </summary>
internal static class OpenAiBehaviours
{
    public static async Task AnswerAsync(HttpContext context, Behaviour behaviour, OpenAiEmulatedRequest request, Task completing)
    {
        if (behaviour.Name == "bad_gateway")
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<html><head><title>502 Bad Gateway</title></head></html>", context.RequestAborted);
            return;
        }

        if (Problem(behaviour, context) is { } problem)
        {
            await problem.WriteAsync(context);
            return;
        }

        if (request.Partials is { } partials && behaviour.Name != "unstreamed")
        {
            await OpenAiEventStream.AnswerAsync(context, behaviour, request, partials, completing);
            return;
        }

        var answer = Encoding.UTF8.GetBytes(OpenAiAnswers.For(behaviour, request));
        context.Response.ContentType = "application/json";
        context.Response.Headers["openai-processing-ms"] = "51000";
        switch (behaviour.Name)
        {
            case "cut":
                await BrokenAnswers.CutAsync(context, answer);
                break;
            case "gzip":
                context.Response.Headers.ContentEncoding = "gzip";
                await using (var gzip = new System.IO.Compression.GZipStream(context.Response.Body, System.IO.Compression.CompressionLevel.Fastest))
                    await gzip.WriteAsync(answer, context.RequestAborted);
                break;
            default:
                await context.Response.Body.WriteAsync(answer, context.RequestAborted);
                break;
        }
    }

    /// <summary>The list of models, or an error instead.</summary>
    public static Task ListAsync(HttpContext context, Behaviour behaviour) => Problem(behaviour, context) is { } problem
        ? problem.WriteAsync(context)
        : context.Response.WriteAsJsonAsync(new { @object = "list", data = new[] { new { id = "gpt-image-2", @object = "model", created = 1_776_729_600, owned_by = "system" } } });

    /// <summary>What a moderation model thinks of each text, or an error instead.</summary>
    public static Task ModerateAsync(HttpContext context, Behaviour behaviour, IReadOnlyList<string> texts) => Problem(behaviour, context) is { } problem
        ? problem.WriteAsync(context)
        : OpenAiModerations.AnswerAsync(context, behaviour, texts);

    /// <summary>The error of that name; null for a behaviour that is none.</summary>
    public static OpenAiProblem? Problem(Behaviour behaviour, HttpContext context)
    {
        if (behaviour is { Name: "throttled" } or { Name: "overloaded", Argument: not null })
            context.Response.Headers.RetryAfter = behaviour.Argument ?? "20";
        if (behaviour.Name == "throttled_ms")
            context.Response.Headers["retry-after-ms"] = behaviour.Argument;
        return behaviour.Name switch
        {
            "moderation" => OpenAiProblem.Moderated(behaviour.Argument ?? "input"),
            "moderation_plain" => OpenAiProblem.Moderated(null),
            "billing_limit" => new(behaviour.Number(400), "billing_limit_user_error", "billing_hard_limit_reached", "Billing hard limit has been reached."),
            "status" => new(behaviour.Number(500), null, null, "An error occurred."),
            "echo_key" => OpenAiProblem.Echo(behaviour.Number(400), context.Request.Headers.Authorization.ToString()["Bearer ".Length..]),
            _ => Named(behaviour.Name),
        };
    }

    private static OpenAiProblem? Named(string name) => name switch
    {
        "bad_key" => OpenAiProblem.BadKey("sk-emul******-key"),
        "model_gone" => OpenAiProblem.NoModel("dall-e-3"),
        "model_not_found" => new(404, "invalid_request_error", "model_not_found", "The model 'gpt-image-9' does not exist or you do not have access to it."),
        "bad_size" => OpenAiProblem.BadSize("123x456"),
        "bad_image" => OpenAiProblem.BadImage("image", "it cannot be decoded"),
        "unknown_parameter" => OpenAiProblem.Unknown("response_format"),
        "fidelity" => new(400, "invalid_request_error", "invalid_input_fidelity_model", "The model does not support the 'input_fidelity' parameter.", "input_fidelity"),
        "not_verified" => new(403, "invalid_request_error", null, "Your organization must be verified to use the model."),
        "quota" => Quota("insufficient_quota"),
        "quota_type" => Quota(null),
        "project_limit" => Quota("project_spend_limit_exceeded"),
        "organization_limit" => Quota("organization_spend_limit_exceeded"),
        "throttled" or "throttled_ms" or "throttled_bare" => new(429, "requests", "rate_limit_exceeded",
            "Rate limit reached for gpt-image-2 in organization org-x on images per min (IPM): Limit 5."),
        "server_error" => new(500, "server_error", null, "The server had an error while processing your request."),
        "overloaded" => new(503, "server_error", null, "The server is overloaded."),
        "deadline" => new(504, "server_error", null, "The upstream timed out."),
        _ => null,
    };

    private static OpenAiProblem Quota(string? code) => new(
        429, "insufficient_quota", code, "You exceeded your current quota, please check your plan and billing details.");
}

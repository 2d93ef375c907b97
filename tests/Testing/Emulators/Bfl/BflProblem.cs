using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>An error in the forms of FastAPI: a text, or a list of complaints.</summary>
internal sealed record BflProblem(int Code, JsonObject Body)
{
    public static BflProblem NoRoute => new(404, "Not Found");

    public static BflProblem BadKey => new(403, "Not authenticated - Invalid Authentication");

    public BflProblem(int code, string detail)
        : this(code, new JsonObject { ["detail"] = detail })
    {
    }

    /// <summary>One complaint of the validation.</summary>
    public static BflProblem Invalid(string type, string field, string message) => new(422, new JsonObject
    {
        ["detail"] = new JsonArray(new JsonObject { ["type"] = type, ["loc"] = new JsonArray("body", field), ["msg"] = message, ["input"] = null }),
    });

    /// <summary>The flat form of the provider's guides, which no recording shows.</summary>
    public static BflProblem Flat(int code, string error, double retryAfter) =>
        new(code, new JsonObject { ["error"] = error, ["message"] = "Too many active tasks.", ["retry_after"] = retryAfter });

    /// <summary>Null when the behaviour is no error.</summary>
    public static BflProblem? Of(Behaviour behaviour, HttpContext context)
    {
        switch (behaviour.Name)
        {
            case "throttled":
                if (behaviour.Argument is { } seconds)
                    context.Response.Headers.RetryAfter = seconds;
                return new BflProblem(429, "Too many active tasks.");
            case "throttled_body":
                return Flat(429, "rate_limit_exceeded", behaviour.Number(7));
            case "echo_key":
                return new BflProblem(behaviour.Number(400), $"Key {context.Request.Headers["x-key"]} did this.");
            case "invalid":
                return Invalid(behaviour.Argument ?? "missing", "prompt", "Field required");
            case "status":
                return new BflProblem(behaviour.Number(500), "An error occurred.");
            default:
                return Named(behaviour.Name);
        }
    }

    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Code;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(Body.ToJsonString(), context.RequestAborted);
    }

    private static BflProblem? Named(string name) => name switch
    {
        "bad_image" => new(400, "Could not decode the input image."),
        "out_of_funds" => new(402, "Insufficient credits."),
        "bad_key" => BadKey,
        "not_found" => NoRoute,
        "internal" => new(500, "Internal Server Error"),
        "overloaded" => new(503, "Service temporarily unavailable."),
        _ => null,
    };
}

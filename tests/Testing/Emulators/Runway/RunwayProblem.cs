using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>An error of Runway's: a sentence, and for a wrong field where it is.</summary>
/// <param name="Field">With an index where it is part of a list: <c>referenceImages/0/uri</c>.</param>
internal sealed record RunwayProblem(int Status, string Error, string? Field = null, string Code = "invalid_value")
{
    public static RunwayProblem NoKey => new(401, "Missing or malformed Authorization header.");

    public static RunwayProblem BadKey => new(401, "The API key provided is invalid.");

    public static RunwayProblem NoVersion => new(400, "The X-Runway-Version header must be set to a supported version.");

    public static RunwayProblem NoRoute => new(404, "Not found.");

    public static RunwayProblem NoTask => new(404, "No task with that ID was found.");

    public static RunwayProblem Invalid(string field, string code = "invalid_value") => new(400, "Validation of body failed", field, code);

    /// <summary>The errors that can be scripted, of <see cref="RunwayBehaviours"/>.</summary>
    public static RunwayProblem? Named(Behaviour behaviour) => behaviour.Name switch
    {
        "bad_request" => Invalid(behaviour.Argument ?? "ratio"),
        "refused" => new(400, "The request was rejected."),
        "no_credits" => new(400, "You do not have enough credits to run this task."),
        "bad_key" => BadKey,
        "daily_limit" => new(429, "You have reached the number of generations of your tier for today."),
        "status" => new(behaviour.Number(500), "Something went wrong."),
        _ => null,
    };

    public Task WriteAsync(HttpContext context)
    {
        var body = new JsonObject { ["error"] = Error };
        if (Field is not null)
        {
            var path = new JsonArray([.. Field.Split('/').Select(static step => int.TryParse(step, out var index) ? (JsonNode)index : step)]);
            body["issues"] = new JsonArray(new JsonObject { ["code"] = Code, ["path"] = path, ["message"] = "Invalid input" });
            body["docUrl"] = "https://docs.dev.runwayml.com/api/";
        }

        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>An error of Kling's: a number, a sentence, and a status that follows from the number.</summary>
internal sealed record KlingProblem(int Code, string Message)
{
    /// <summary>The status when it is not the number's own: Kling is known to answer errors with 200.</summary>
    public int? Status { get; init; }

    public static KlingProblem NoKey => new(1001, "Authorization is empty");

    public static KlingProblem BadKey => new(1002, "Authorization is invalid");

    public static KlingProblem TooEarly => new(1003, "Authorization is not yet valid");

    public static KlingProblem Expired => new(1004, "Authorization has expired");

    public static KlingProblem NoRoute => new(1202, "The requested method is invalid");

    public static KlingProblem NotFound => new(1203, "The requested resource does not exist");

    public static KlingProblem Invalid(string field) => new(1201, $"{field} value is invalid");

    /// <summary><c>code:NUMBER</c>, and <c>code200:NUMBER</c> with a status that says nothing.</summary>
    public static KlingProblem? Named(Behaviour behaviour) => behaviour.Name switch
    {
        "code" => new(behaviour.Number(5000), "Something a person may read"),
        "code200" => new(behaviour.Number(5000), "Something a person may read") { Status = StatusCodes.Status200OK },
        _ => null,
    };

    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status ?? StatusOf(Code);
        context.Response.ContentType = "application/json";
        var body = new JsonObject { ["code"] = Code, ["message"] = Message, ["request_id"] = Guid.NewGuid().ToString() };
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private static int StatusOf(int code) => code switch
    {
        >= 1000 and <= 1004 => 401,
        1100 or 1101 or 1102 or 1302 or 1303 or 1304 => 429,
        1103 => 403,
        1202 or 1203 => 404,
        5000 => 500,
        5001 => 503,
        5002 => 504,
        _ => 400,
    };
}

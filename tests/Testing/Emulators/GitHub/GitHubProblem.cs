using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>What GitHub says when it says no.</summary>
internal static class GitHubProblem
{
    /// <summary>Of the interface: a sentence and a status.</summary>
    public static Task WriteAsync(HttpContext context, int status, string message) =>
        WriteAsync(context, status, new JsonObject { ["message"] = message, ["documentation_url"] = "https://docs.github.com/rest", ["status"] = status.ToString(System.Globalization.CultureInfo.InvariantCulture) });

    /// <summary>Of the exchange of codes: always status 200, with a name.</summary>
    public static JsonObject OfExchange(string error) => new()
    {
        ["error"] = error,
        ["error_description"] = error switch
        {
            "incorrect_client_credentials" => "The client_id and/or client_secret passed are incorrect.",
            "redirect_uri_mismatch" => "The redirect_uri MUST match the registered callback URL for this application.",
            "bad_verification_code" => "The code passed is incorrect or expired.",
            "unverified_user_email" => "The user must have a verified primary email.",
            _ => "Something is wrong.",
        },
        ["error_uri"] = "https://docs.github.com/apps",
    };

    public static async Task WriteAsync(HttpContext context, int status, JsonNode body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>What an order must be before anything is done with it: of a known model, with the key, in JSON, and valid.</summary>
internal static class BflEntrance
{
    public static BflProblem? Check(
        HttpRequest http, string path, ReadOnlyMemory<byte> body, string key, out BflEmulatedModel? model, out BflEmulatedRequest? request)
    {
        (model, request) = (path.StartsWith("/v1/", StringComparison.Ordinal) ? BflEmulatedModel.Find(path["/v1/".Length..]) : null, null);
        if (model is null)
            return BflProblem.NoRoute;
        if (http.Headers["x-key"] != key)
            return BflProblem.BadKey;
        try
        {
            using var json = JsonDocument.Parse(http.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true ? body : default);
            return BflEmulatedRequest.Read(json.RootElement, model, out request);
        }
        catch (JsonException)
        {
            return BflProblem.Invalid("json_invalid", "body", "JSON decode error");
        }
    }
}

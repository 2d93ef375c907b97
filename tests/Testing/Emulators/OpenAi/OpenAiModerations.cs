using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// <c>/v1/moderations</c> for texts. A text that ends in <c>[category=score]</c> gets that score, every other category of it nearly none. The behaviour
/// <c>one_short</c> leaves the last text without a result.
/// </summary>
internal static class OpenAiModerations
{
    private static readonly string[] Categories =
    [
        "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm", "self-harm/instructions", "self-harm/intent",
        "sexual", "sexual/minors", "violence", "violence/graphic",
    ];

    /// <summary>Checks a request as the service does.</summary>
    public static OpenAiProblem? Read(ReadOnlyMemory<byte> body, out IReadOnlyList<string> texts)
    {
        texts = [];
        JsonNode? read;
        try
        {
            read = JsonNode.Parse(body.Span);
        }
        catch (JsonException)
        {
            return OpenAiSchema.NotJson;
        }

        if ((string?)read?["model"] is not ("omni-moderation-latest" or "text-moderation-latest"))
            return OpenAiProblem.BadValue("model", read?["model"]?.ToJsonString() ?? "null");
        if (read["input"] is not JsonArray { Count: > 0 } input || input.Any(static item => item?.GetValueKind() != JsonValueKind.String))
            return OpenAiProblem.BadValue("input", "an array of texts is expected");
        texts = [.. input.Select(static item => (string)item!)];
        return null;
    }

    public static Task AnswerAsync(HttpContext context, Behaviour behaviour, IReadOnlyList<string> texts)
    {
        var results = new JsonArray([.. texts.SkipLast(behaviour.Name == "one_short" ? 1 : 0).Select(static text => (JsonNode)Judge(text))]);
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(
            new JsonObject { ["id"] = "modr-emulated", ["model"] = "omni-moderation-latest", ["results"] = results }.ToJsonString(), context.RequestAborted);
    }

    private static JsonObject Judge(string text)
    {
        var (named, given) = text.EndsWith(']') && text.LastIndexOf('[') is >= 0 and var start && text[(start + 1)..^1].Split('=') is [var name, var number]
            ? (name, double.Parse(number, CultureInfo.InvariantCulture))
            : ("", 0.0);
        var (flags, scores) = (new JsonObject(), new JsonObject());
        foreach (var category in Categories)
        {
            var score = category == named ? given : 0.0001;
            scores[category] = category.StartsWith("illicit", StringComparison.Ordinal) && category != named ? null : score;
            flags[category] = score >= 0.5;
        }

        return new JsonObject { ["flagged"] = given >= 0.5, ["categories"] = flags, ["category_scores"] = scores };
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Imaging;

namespace NanoBanana.Generation.Tests.Api.Gemini;

/// <summary>Calls as Google's clients make them.</summary>
internal static class GeminiCalls
{
    public const string Model = "gemini-nano-banana-2.1";

    public static async Task<HttpResponseMessage> SendAsync(HttpClient client, object body, string model = Model, string method = "generateContent", string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/gemini/v1beta/models/{model}:{method}") { Content = JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    public static async Task<JsonNode> OkAsync(HttpClient client, object body, string model = Model, string? key = null)
    {
        using var response = await SendAsync(client, body, model, key: key);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    /// <summary>A call of one turn.</summary>
    public static object Saying(string text, object? generationConfig = null) => new { contents = new[] { new { parts = new[] { new { text } } } }, generationConfig };

    public static JsonArray PartsOf(JsonNode answer) => answer["candidates"]!.AsArray().ShouldHaveSingleItem()!["content"]!["parts"]!.AsArray();

    /// <summary>The one image of an answer.</summary>
    public static byte[] ImageOf(JsonNode answer)
    {
        var data = PartsOf(answer).Select(static part => part!["inlineData"]).OfType<JsonNode>().ShouldHaveSingleItem();
        ((string)data["mimeType"]!).ShouldBe("image/png");
        return Convert.FromBase64String((string)data["data"]!);
    }

    public static (int Width, int Height) SizeOf(byte[] image)
    {
        var info = TestCodec.Create().Measure(image)!;
        return (info.Width, info.Height);
    }

    /// <summary>A failure in Google's shape.</summary>
    public static async Task<JsonNode> ShouldFailAsync(HttpResponseMessage response, HttpStatusCode status, string name, string code)
    {
        var error = (await response.ShouldBeAsync(status))!["error"]!;
        ((int)error["code"]!, (string)error["status"]!, response.ErrorCode()).ShouldBe(((int)status, name, code));
        var info = error["details"]!.AsArray().Single(static detail => ((string)detail!["@type"]!).EndsWith(".ErrorInfo", StringComparison.Ordinal))!;
        ((string)info["metadata"]!["code"]!).ShouldBe(code);
        return error;
    }

    public static string? DetailOf(JsonNode error, string type, string field) => (string?)error["details"]!.AsArray()
        .SingleOrDefault(detail => (string)detail!["@type"]! == "type.googleapis.com/google.rpc." + type)?[field];
}

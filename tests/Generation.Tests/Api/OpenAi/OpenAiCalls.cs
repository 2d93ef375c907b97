using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace NanoBanana.Generation.Tests.Api.OpenAi;

/// <summary>Calls as OpenAI's clients make them, and what they look at in an answer.</summary>
internal static class OpenAiCalls
{
    public const string Generations = "/openai/v1/images/generations";
    public const string Edits = "/openai/v1/images/edits";

    public static async Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, HttpContent content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await client.SendAsync(request);
    }

    public static Task<HttpResponseMessage> GenerateAsync(this HttpClient client, object body, params (string Name, string Value)[] headers) =>
        client.PostAsync(Generations, JsonContent.Create(body), headers);

    public static Task<HttpResponseMessage> EditAsync(this HttpClient client, HttpContent form, params (string Name, string Value)[] headers) =>
        client.PostAsync(Edits, form, headers);

    public static MultipartFormDataContent Form(string prompt, params (string Name, byte[] Bytes)[] files)
    {
        var form = new MultipartFormDataContent { { new StringContent(prompt), "\"prompt\"" } };
        foreach (var (name, bytes) in files)
        {
            var file = new ByteArrayContent(bytes);
            file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
            form.Add(file, $"\"{name}\"", "picture.png");
        }

        return form;
    }

    public static MultipartFormDataContent With(this MultipartFormDataContent form, string name, string value)
    {
        form.Add(new StringContent(value), $"\"{name}\"");
        return form;
    }

    /// <summary>The bytes of the answer's images.</summary>
    public static async Task<List<byte[]>> ImagesAsync(this HttpResponseMessage response)
    {
        var body = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        return [.. body["data"]!.AsArray().Select(static image => Convert.FromBase64String((string)image!["b64_json"]!))];
    }

    /// <summary>Type, parameter and code of a failure of that status.</summary>
    public static async Task<(string? Type, string? Param, string? Code, string Message)> ErrorAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        var body = (await response.ShouldBeAsync(status))!.AsObject();
        var error = body.ShouldHaveSingleItem().Value!;
        return ((string?)error["type"], (string?)error["param"], (string?)error["code"], (string)error["message"]!);
    }

    public static string? Warnings(this HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Generation-Warnings", out var values) ? values.Single() : null;

    /// <summary>The events of a stream, its comments left out.</summary>
    public static async Task<List<(string Name, JsonNode Data)>> EventsAsync(this HttpResponseMessage response)
    {
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var text = await response.Content.ReadAsStringAsync();
        return
        [
            .. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(static block => !block.StartsWith(':')).Select(static block =>
            {
                var lines = block.Split('\n');
                lines.Length.ShouldBe(2);
                return (lines[0]["event: ".Length..], JsonNode.Parse(lines[1]["data: ".Length..])!);
            }),
        ];
    }
}

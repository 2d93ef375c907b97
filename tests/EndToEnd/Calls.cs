using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace NanoBanana.EndToEnd;

/// <summary>The calls that tests make most.</summary>
internal static class Calls
{
    public static async Task<HttpResponseMessage> GenerateAsync(this HttpClient client, object body, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generate") { Content = JsonContent.Create(body) };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await client.SendAsync(request);
    }

    public static async Task<JsonNode> GenerateOkAsync(this HttpClient client, object body, string? idempotencyKey = null)
    {
        using var response = await client.GenerateAsync(body, idempotencyKey);
        return (await response.ShouldBeAsync(HttpStatusCode.Created))!;
    }

    public static async Task<JsonNode> GetJsonAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    /// <summary>Asks again until it holds; the last answer is what the failure shows.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> condition, string what, int seconds = 10)
    {
        for (var i = 0; i < seconds * 20; i++)
        {
            if (await condition())
                return;
            await Task.Delay(50);
        }

        Assert.Fail($"Within {seconds} s it did not come about that {what}.");
    }
}

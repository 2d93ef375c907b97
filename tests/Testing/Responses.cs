using System.Net;
using System.Text.Json.Nodes;
using Shouldly;

namespace NanoBanana.Testing;

/// <summary>Assertions on answers that print the body when they fail.</summary>
public static class Responses
{
    /// <summary>The status is as expected; the result is the JSON body, null when it is empty.</summary>
    public static async Task<JsonNode?> ShouldBeAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.PathAndQuery} answered: {body}");
        return body.Length == 0 ? null : JsonNode.Parse(body);
    }

    /// <summary>The failure's stable code.</summary>
    public static string? ErrorCode(this HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Error-Code", out var values) ? values.Single() : null;
}

using System.Net;
using System.Text.Json.Nodes;

namespace NanoBanana.EndToEnd;

/// <summary>Somebody else's resource must be indistinguishable from one that does not exist.</summary>
internal static class Tenancy
{
    public static async Task ShouldAnswerAlikeAsync(HttpResponseMessage foreign, HttpResponseMessage missing)
    {
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        missing.StatusCode.ShouldBe(foreign.StatusCode);
        (await BodyAsync(foreign)).ShouldBe(await BodyAsync(missing));
        foreign.ErrorCode().ShouldBe(missing.ErrorCode());
    }

    private static async Task<string> BodyAsync(HttpResponseMessage response)
    {
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();

        // The only field that tells two requests apart.
        body.Remove("request_id");
        return body.ToJsonString();
    }
}

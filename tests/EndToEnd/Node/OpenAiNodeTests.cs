using System.Text.Json.Nodes;

namespace NanoBanana.EndToEnd.Node;

/// <summary>OpenAI's own client for JavaScript.</summary>
public sealed class OpenAiNodeTests(SystemFixture fixture) : IClassFixture<SystemFixture>
{
    [Fact]
    public async Task NodeClient_WithOurKey_UnderstandsEveryAnswer()
    {
        var (_, key) = await (await fixture.System.SignUpAsync()).CreateKeyAsync();

        var output = await NodePackages.RunAsync("openai.mjs", new Uri(fixture.System.Url, "/openai/v1").ToString(), key);

        JsonNode.DeepEquals(JsonNode.Parse(output), JsonNode.Parse("""
            {"made":["WEBP","WEBP"],"size":"256x256","edited":"PNG","events":[["image_generation.completed","PNG"]],"models":["sandbox-1"],
             "errors":[["BadRequestError",400,"invalid_value","model"],["NotFoundError",404,"model_not_found","model"],["AuthenticationError",401,"invalid_api_key",null]]}
            """)).ShouldBeTrue(output);
    }
}

using System.Text.Json.Nodes;

namespace NanoBanana.EndToEnd.Node;

/// <summary>Google's own client for JavaScript.</summary>
public sealed class GoogleNodeTests(SystemFixture fixture) : IClassFixture<SystemFixture>
{
    [Fact]
    public async Task NodeClient_WithOurKey_UnderstandsEveryAnswer()
    {
        var account = await fixture.System.SignUpAsync();
        var (_, key) = await account.CreateKeyAsync();

        var output = await NodePackages.RunAsync("google-genai.mjs", new Uri(fixture.System.Url, "/gemini").ToString(), key);

        JsonNode.DeepEquals(JsonNode.Parse(output), JsonNode.Parse("""
            {"made":[["image/png","PNG",1360,768]],"ended":["STOP","sandbox-1",true,true],"edited":[["image/png","PNG",1360,768]],
             "streamed":[["STOP",["image/png","PNG",1024,1024]]],"blocked":["SAFETY",0],"models":["models/sandbox-1"],"model":"models/sandbox-1",
             "errors":[[true,401,401,"UNAUTHENTICATED","Invalid API key"],
                       [true,404,404,"NOT_FOUND","models/no-such is not found, or makes no images"],
                       [true,404,404,"NOT_FOUND","models/no-such is not found, or makes no images"],
                       [true,404,404,"NOT_FOUND","models/no-such is not found, or makes no images"],
                       [true,400,400,"INVALID_ARGUMENT","generationConfig.seed: Input should be from 0 to 2147483647"]]}
            """)).ShouldBeTrue(output);

        // The three images that were made, and nothing for what was refused.
        (await account.AvailableAsync()).ShouldBe(1000 - (3 * 20));
    }
}

using System.Text.Json.Nodes;
using NanoBanana.Testing.Emulators;

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

    [Fact]
    public async Task NodeClient_OfAProviderThatShowsPartialImages_IsShownThem()
    {
        await using var openAi = await OpenAiEmulator.StartAsync();
        await using var system = await NanoBananaSystem.StartAsync(new Dictionary<string, string?>
        {
            ["PROVIDER_OPENAI_API_KEY"] = OpenAiEmulator.DefaultKey,
            ["PROVIDER_OPENAI_BASE_URL"] = openAi.Address.ToString(),
        });
        var (_, key) = await (await system.SignUpAsync()).CreateKeyAsync();

        var output = await NodePackages.RunAsync("openai-stream.mjs", new Uri(system.Url, "/openai/v1").ToString(), key);

        JsonNode.DeepEquals(JsonNode.Parse(output), JsonNode.Parse("""
            [["image_generation.partial_image",0,"webp","WEBP"],["image_generation.partial_image",1,"webp","WEBP"],["image_generation.completed",null,"webp","WEBP"],
             ["image_edit.partial_image",0,"png",""],["image_edit.completed",null,"png",""]]
            """)).ShouldBeTrue(output);
    }
}

using System.Net;
using NanoBanana.Generation.Tests.Inputs;

namespace NanoBanana.Generation.Tests.Api.OpenAi;

/// <summary>Which models can be asked for by name.</summary>
public sealed class OpenAiModelsTests(InputFixture fixture)
{
    private HttpClient Client => fixture.ClientOf(Guid.NewGuid());

    [Fact]
    public async Task Models_Listed_AreTheImageModelsThatAreServed()
    {
        using var response = await Client.GetAsync(new Uri("/openai/v1/models", UriKind.Relative));

        var body = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        ((string?)body["object"]).ShouldBe("list");
        var ids = body["data"]!.AsArray().Select(static model => (string)model!["id"]!).ToList();
        ids.ShouldBeUnique();
        ids.ShouldContain("gpt-image-1");
        ids.ShouldContain("sandbox-1");

        // A video model, a retired one, and one of a provider without a key.
        ids.ShouldNotContain("sandbox-video-1");
        ids.ShouldNotContain("imagen-4.0-generate-001");
        ids.ShouldNotContain("flux-schnell");
    }

    [Fact]
    public async Task Model_Shown_IsAsItIsListed()
    {
        using var response = await Client.GetAsync(new Uri("/openai/v1/models/sandbox-1", UriKind.Relative));

        (await response.ShouldBeAsync(HttpStatusCode.OK))!.ToJsonString().ShouldBe("""{"id":"sandbox-1","owned_by":"sandbox","object":"model","created":0}""");
    }

    [Theory]
    [InlineData("gpt-9")]
    [InlineData("vendor%2Fmodel")]
    [InlineData("sandbox-video-1")]
    public async Task UnknownModel_Shown_IsNotFound(string id)
    {
        using var response = await Client.GetAsync(new Uri("/openai/v1/models/" + id, UriKind.Relative));

        var error = await response.ErrorAsync(HttpStatusCode.NotFound);
        (error.Type, error.Param, error.Code).ShouldBe(("invalid_request_error", "model", "model_not_found"));
    }
}

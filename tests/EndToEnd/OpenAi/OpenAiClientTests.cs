using System.ClientModel;
using System.Net;
using System.Net.Http.Headers;
using OpenAI;
using OpenAI.Images;
using OpenAI.Models;

namespace NanoBanana.EndToEnd.OpenAi;

/// <summary>OpenAI's own client through the gateway, with one of our keys and otherwise as it comes.</summary>
public sealed class OpenAiClientTests(SystemFixture fixture) : IClassFixture<SystemFixture>
{
    private OpenAIClientOptions Options => new() { Endpoint = new Uri(fixture.System.Url, "/openai/v1") };

    [Fact]
    public async Task Client_WithOurKey_GeneratesEditsAndIsBilled()
    {
        var account = await fixture.System.SignUpAsync();
        var client = new ImageClient("gpt-image-1", new ApiKeyCredential((await account.CreateKeyAsync()).Text), Options);

        var made = (await client.GenerateImageAsync("a lighthouse", new ImageGenerationOptions { Size = GeneratedImageSize.W256xH256 })).Value;
        using var picture = made.ImageBytes.ToStream();
        var edited = (await client.GenerateImageEditAsync(picture, "lighthouse.png", "at night")).Value;

        made.ImageBytes.ToMemory().Span[1..4].SequenceEqual("PNG"u8).ShouldBeTrue();
        edited.ImageBytes.ToMemory().Span[1..4].SequenceEqual("PNG"u8).ShouldBeTrue();
        (await account.AvailableAsync()).ShouldBeLessThan(1_000);
        var models = new OpenAIModelClient(new ApiKeyCredential(account.Token), Options);
        (await models.GetModelsAsync()).Value.ShouldHaveSingleItem().Id.ShouldBe("sandbox-1");
        (await models.GetModelAsync("sandbox-1")).Value.OwnedBy.ShouldBe("sandbox");
    }

    [Theory]
    [InlineData("sk-proj-of-somebody-else")]
    [InlineData("nb_live_00000000000000000000000000000000")]
    public async Task Client_WithAnotherKey_IsToldSo(string key)
    {
        var client = new ImageClient("gpt-image-1", new ApiKeyCredential(key), Options);

        var failure = await Should.ThrowAsync<ClientResultException>(async () => await client.GenerateImageAsync("x"));

        failure.Status.ShouldBe(401);
        failure.Message.ShouldContain("invalid_api_key");
        failure.Message.ShouldNotContain(key);
    }

    [Fact]
    public async Task Gateway_OfItsOwnFailures_SpeaksTheFamily()
    {
        using var client = await (await fixture.System.SignUpAsync()).KeyClientAsync();
        using var nobody = fixture.System.CreateClient();
        using var unknown = await client.GetAsync(new Uri("/openai/v1/assistants", UriKind.Relative));
        using var unauthorized = await nobody.GetAsync(new Uri("/openai/v1/models", UriKind.Relative));
        using var large = await client.PostAsync(new Uri("/openai/v1/images/generations", UriKind.Relative), new StringContent(new string('x', 600_000)));

        await ShouldSayAsync(unknown, HttpStatusCode.NotFound, "unknown_url");
        await ShouldSayAsync(unauthorized, HttpStatusCode.Unauthorized, "invalid_api_key");
        unauthorized.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        await ShouldSayAsync(large, HttpStatusCode.RequestEntityTooLarge, "request.too_large");
    }

    [Fact]
    public async Task HourlyWindow_Full_IsARateLimitThatSaysWhenToComeBack()
    {
        using var client = await (await fixture.System.SignUpAsync()).KeyClientAsync(Contracts.Billing.Tiers.Free);
        HttpResponseMessage last = new();
        for (var i = 0; i <= 10; i++)
        {
            last.Dispose();
            last = await client.PostAsync(new Uri("/openai/v1/images/generations", UriKind.Relative), new StringContent("""{"prompt":"x","size":"64x64"}""", MediaTypeHeaderValue.Parse("application/json")));
        }

        using (last)
        {
            await ShouldSayAsync(last, HttpStatusCode.TooManyRequests, "rate_limit_exceeded");
            last.Headers.RetryAfter!.Delta.ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task LargeForm_ThroughTheGateway_IsReadToItsEnd()
    {
        using var client = await (await fixture.System.SignUpAsync()).KeyClientAsync();
        using var form = new MultipartFormDataContent { { new StringContent("x"), "\"prompt\"" } };
        for (var i = 0; i < 2; i++)
            form.Add(new ByteArrayContent(new byte[19 * 1024 * 1024]), "\"image[]\"", "picture.png");

        using var response = await client.PostAsync(new Uri("/openai/v1/images/edits", UriKind.Relative), form);

        await ShouldSayAsync(response, HttpStatusCode.BadRequest, "invalid_image_file");
    }

    private static async Task ShouldSayAsync(HttpResponseMessage response, HttpStatusCode status, string code) =>
        ((string?)(await response.ShouldBeAsync(status))!["error"]!["code"]).ShouldBe(code);
}

using System.Net;
using System.Net.Http.Json;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Tests.Jobs;

/// <summary>Who serves a request.</summary>
public sealed class RoutingTests
{
    [Theory]
    [InlineData(null, null, "google")]
    [InlineData(null, "sandbox", "sandbox")]
    [InlineData(null, "nobody", "google")]
    [InlineData("sandbox", null, "sandbox")]
    [InlineData("sandbox", "google", "google")]
    public async Task Request_Routed_GoesToTheNamedTheDefaultOrTheFirst(string? configured, string? named, string expected)
    {
        await using var application = await GenerationApplication.CreateAsync(
            ("PROVIDER_SANDBOX_ENABLED", "true"), ("DEFAULT_IMAGE_PROVIDER", configured ?? ""));
        await using var instance = await application.StartInstanceAsync();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(Guid.NewGuid()));
        if (named is not null)
            client.DefaultRequestHeaders.Add("X-Provider", named);
        using var response = await client.PostAsJsonAsync("/v1/generate", new { prompt = "x", size = "256x256" });
        await response.ShouldBeAsync(HttpStatusCode.Created);
        response.Headers.GetValues("X-Provider").ShouldBe([expected]);
    }

    [Fact]
    public async Task NoProvider_Configured_Is503AndChargesNothing()
    {
        await using var application = await GenerationApplication.CreateAsync(("GOOGLE_API_KEY", ""), ("PROVIDER_SANDBOX_ENABLED", "false"));
        await using var instance = await application.StartInstanceAsync();
        var account = Guid.NewGuid();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(account));
        using var response = await GenerationApplication.GenerateAsync(client, "x");
        ((string)(await response.ShouldBeAsync(HttpStatusCode.ServiceUnavailable))!["detail"]!).ShouldBe("Image generation service not configured");
        ((long)(await application.AccountAsync(account))["available"]!).ShouldBe(1000);
    }

    [Theory]
    [InlineData(256, "512")]
    [InlineData(1024, "1K")]
    [InlineData(1408, "1K")]
    [InlineData(2752, "2K")]
    [InlineData(9000, null)]
    public void LongestSide_Priced_IsTheSmallestStepThatCoversIt(int side, string? step) =>
        Resolutions.Smallest(["512", "1K", "2K", "4K"], side).ShouldBe(step);
}

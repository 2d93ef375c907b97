using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Routing;

/// <summary>Who makes images here, and how they do.</summary>
public sealed class ProviderEndpointTests
{
    [Fact]
    public async Task Providers_Listed_HaveModelsPricesAndTheDefault()
    {
        await using var application = await GenerationApplication.CreateAsync(("PROVIDER_OPENAI_API_KEY", "none"), ("DEFAULT_IMAGE_PROVIDER", "openai"));
        await using var instance = await application.StartInstanceAsync();
        using var client = instance.ClientFor(Principal.Anonymous);

        using var response = await client.GetAsync(new Uri("/api/generate/providers", UriKind.Relative));

        var body = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        ((string)body["default_provider"]!, (string)body["routing_strategy"]!).ShouldBe(("openai", "priority"));
        body["providers"]!.AsArray().Select(static provider => (string)provider!["name"]!).ShouldBe(["google", "openai"]);
        var model = body["providers"]![0]!["models"]![0]!;
        ((string)model["id"]!, (string)model["max_resolution"]!).ShouldBe(("gemini-nano-banana-2.1", "4K"));
        ((decimal)model["pricing"]!["1K"]!).ShouldBe(0.0336m);
        body["providers"]![0]!["models"]!.AsArray().ShouldAllBe(static entry => !((string)entry!["id"]!).StartsWith("veo", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_AfterABadKey_ShowsTheOpenCircuit()
    {
        await using var application = await GenerationApplication.CreateAsync(("GOOGLE_API_KEY", "wrong"));
        await using var instance = await application.StartInstanceAsync();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(Guid.NewGuid()));
        using (var failed = await GenerationApplication.GenerateAsync(client, "x"))
            failed.IsSuccessStatusCode.ShouldBeFalse();

        using var response = await client.GetAsync(new Uri("/api/generate/providers/google/health", UriKind.Relative));

        var body = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        var model = body["models"]!.AsArray().Single(static entry => (string)entry!["id"]! == "gemini-nano-banana-2.1")!;
        ((string)model["circuit"]!, (long)model["calls"]!, (long)model["failures"]!).ShouldBe(("open", 1, 1));

        using var refused = await GenerationApplication.GenerateAsync(client, "not sent any more");
        refused.IsSuccessStatusCode.ShouldBeFalse();
        application.Gemini.Switchboard.Requests.Count(static request => request.Method == "POST").ShouldBe(1);
        ((bool)body["probe"]!["ok"]!, (string)body["probe"]!["error"]!, (string)body["status"]!).ShouldBe((false, "unauthorised", "unhealthy"));
    }

    [Fact]
    public async Task Health_OfADisabledAndOfAnUnknownProvider()
    {
        await using var application = await GenerationApplication.CreateAsync();
        await using var instance = await application.StartInstanceAsync();
        using var client = instance.ClientFor(Principal.Anonymous);

        using var disabled = await client.GetAsync(new Uri("/api/generate/providers/bfl/health", UriKind.Relative));
        ((string)(await disabled.ShouldBeAsync(HttpStatusCode.OK))!["status"]!).ShouldBe("disabled");

        using var unknown = await client.GetAsync(new Uri("/api/generate/providers/nobody/health", UriKind.Relative));
        var body = (await unknown.ShouldBeAsync(HttpStatusCode.NotFound))!;
        ((string)body["detail"]!).ShouldBe("Provider not found");
        ((string)body["error"]!["code"]!).ShouldBe("not_found");
    }

    [Fact]
    public async Task UnknownStrategy_OfAHeader_IsRefusedAndNamesIt()
    {
        await using var application = await GenerationApplication.CreateAsync();
        await using var instance = await application.StartInstanceAsync();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(Guid.NewGuid()));
        client.DefaultRequestHeaders.Add("X-Routing-Strategy", "cheapest");

        using var response = await client.PostAsJsonAsync("/v1/generate", new { prompt = "x" });

        (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!.ToJsonString().ShouldContain("X-Routing-Strategy");
    }
}

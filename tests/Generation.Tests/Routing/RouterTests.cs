using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Settings;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Routing;

/// <summary>What the router decides, over the real providers, the real catalogue and the real price table. No provider is called.</summary>
public sealed class RouterTests : IClassFixture<RouterFixture>
{
    private readonly RouterFixture _fixture;

    public RouterTests(RouterFixture fixture) => _fixture = fixture;

    [Theory]
    [InlineData("priority", "google gemini-nano-banana-2.1")]
    [InlineData("cost", "bfl flux-2-klein-4b")]
    [InlineData("quality", "google gemini-3-pro-image")]
    [InlineData("speed", "bfl flux-2-klein-4b")]
    public async Task Strategy_OfARequest_DecidesWhoIsFirst(string strategy, string first) =>
        (await PlanAsync(Request() with { Strategy = strategy })).First.ShouldSatisfyAllConditions(step => $"{step.Provider} {step.Model}".ShouldBe(first));

    [Fact]
    public async Task RoundRobin_OverTurns_SpreadsEvenly()
    {
        var firsts = new List<string>();
        for (var i = 0; i < 8; i++)
            firsts.Add((await PlanAsync(Request() with { Strategy = "round_robin" })).First.Provider);
        firsts.GroupBy(static name => name).Select(static group => group.Count()).ShouldBe([2, 2, 2, 2]);
    }

    [Fact]
    public async Task Fallbacks_AreOtherProvidersAndAtMostTwo()
    {
        var plan = await PlanAsync(Request());
        plan.Steps.Count.ShouldBe(3);
        plan.Steps.Select(static step => step.Provider).Distinct(StringComparer.Ordinal).Count().ShouldBe(3);
    }

    [Fact]
    public async Task FallbacksNamedInASetting_AreTheOnlyOnesAndInItsOrder()
    {
        await using var application = await GenerationApplication.CreateAsync(
            ("PROVIDER_OPENAI_API_KEY", "none"), ("PROVIDER_BFL_API_KEY", "none"), ("PROVIDER_KIE_API_KEY", "none"), ("FALLBACK_IMAGE_PROVIDERS", "kie,google,OpenAI"));
        await using var instance = await application.StartInstanceAsync();

        var plan = ((RouteResult.Found)instance.Services.GetRequiredService<ProviderRouter>().Plan(Request(), prices: null, RoutingWishes.None)).Plan;

        plan.Steps.Select(static step => step.Provider).ShouldBe(["google", "kie", "openai"]);
    }

    [Fact]
    public async Task ShapeThatTheFirstCannotMake_GoesToOneThatCan() =>
        (await PlanAsync(Request(1280, 896))).Steps.ShouldAllBe(step => step.Relaxations.Count == 0 && (step.Provider == "openai" || step.Provider == "bfl"));

    [Fact]
    public async Task NamedProvider_GoesFirstThoughItMustRelax()
    {
        var plan = await PlanAsync(Request(1280, 896) with { Provider = "google" });
        plan.First.Provider.ShouldBe("google");
        plan.First.Relaxations.ShouldBe([Relaxation.Shape]);
        plan.Steps.Skip(1).ShouldAllBe(step => step.Relaxations.Count == 0);
    }

    [Theory]
    [InlineData(null, "flux-kontext-pro", "bfl flux-kontext-pro")]
    [InlineData("google", "gemini-3-pro-image", "google gemini-3-pro-image")]
    [InlineData("google", "gpt-image-2", "openai gpt-image-2")]
    [InlineData("nobody", null, "google gemini-nano-banana-2.1")]
    [InlineData(null, "unheard-of", "google gemini-nano-banana-2.1")]
    public async Task NamedModel_GoesFirstWhoeverOffersIt(string? provider, string? model, string first)
    {
        var step = (await PlanAsync(Request() with { Provider = provider, Model = model })).First;
        $"{step.Provider} {step.Model}".ShouldBe(first);
    }

    [Fact]
    public async Task SeedAsked_ModelsWithoutOneAreLeftOut() =>
        (await PlanAsync(Request() with { Seed = 7 })).Steps.Select(static step => step.Provider).ShouldBe(["google", "bfl"]);

    [Fact]
    public async Task NegativePromptThatNobodyTakes_IsRelaxedVisibly() =>
        (await PlanAsync(Request() with { NegativePrompt = "hats" })).First.Relaxations.ShouldBe([Relaxation.NegativePrompt]);

    [Theory]
    [InlineData("gemini-3-pro-image-preview", "gemini-3-pro-image")]
    [InlineData("dall-e-3", "gpt-image-2")]
    [InlineData("flux-schnell", "flux-2-klein-4b")]
    public async Task RetiredModel_Named_IsAClearError(string model, string replacement)
    {
        var result = await _fixture.RouteAsync(Request() with { Model = model });
        var failure = result.ShouldBeOfType<RouteResult.None>().Failure;
        failure.Code.Code.ShouldBe("provider.model_retired");
        var field = failure.Fields.ShouldHaveSingleItem();
        (field.Location, field.Field).ShouldBe(("header", "X-Model"));
        field.Message.ShouldContain(replacement);
    }

    [Fact]
    public async Task EveryServedModelOfEveryProvider_HasAPriceForEachOfItsSteps()
    {
        var prices = (await _fixture.PricesAsync()).ShouldNotBeNull();
        var missing = _fixture.Services.GetRequiredService<ProviderDirectory>().All
            .SelectMany(static provider => provider.Models)
            .Where(static model => model.Kind != Generation.Providers.Models.MediaKind.Text)
            .SelectMany(static model => model.Resolutions, static (model, step) => (model.Id, step, PriceList.Name(model.Kind)))
            .Where(key => !prices.Rows.ContainsKey(key)).ToList();
        missing.ShouldBeEmpty();
    }

    [Fact]
    public async Task ThrottledModel_RestsAndGoesLast()
    {
        await using var alone = new RouterFixture();
        await alone.InitializeAsync();
        alone.Services.GetRequiredService<ModelHealth>().Report(
            "google", "gemini-nano-banana-2.1", new ProviderResult.Failed(FailureClass.Throttled, "x", TimeSpan.FromSeconds(30)), TimeSpan.Zero);

        var plan = ((RouteResult.Found)await alone.RouteAsync(Request())).Plan;

        plan.First.Provider.ShouldBe("openai");
    }

    [Fact]
    public async Task Adaptive_AfterFailures_PrefersWhoSucceeds()
    {
        await using var alone = new RouterFixture();
        await alone.InitializeAsync();
        var before = ((RouteResult.Found)await alone.RouteAsync(Request() with { Strategy = "adaptive" })).Plan.First;
        var health = alone.Services.GetRequiredService<ModelHealth>();
        for (var i = 0; i < 30; i++)
            health.Report(before.Provider, before.Model, new ProviderResult.Failed(FailureClass.Overloaded, "x"), TimeSpan.FromSeconds(1));

        var after = ((RouteResult.Found)await alone.RouteAsync(Request() with { Strategy = "adaptive" })).Plan.First;

        after.ShouldNotBe(before);
    }

    private async Task<RoutePlan> PlanAsync(GenerationRequest request) => (await _fixture.RouteAsync(request)).ShouldBeOfType<RouteResult.Found>().Plan;

    private static GenerationRequest Request(int width = 1024, int height = 1024) => new("a", width, height, 1, "natural", "basic", "saas");
}

/// <summary>The service with four providers that have keys and are never called.</summary>
public sealed class RouterFixture : IAsyncLifetime
{
    private GenerationApplication _application = null!;
    private TestService _instance = null!;

    public IServiceProvider Services => _instance.Services;

    public async ValueTask InitializeAsync()
    {
        _application = await GenerationApplication.CreateAsync(
            ("PROVIDER_OPENAI_API_KEY", "none"), ("PROVIDER_BFL_API_KEY", "none"), ("PROVIDER_KIE_API_KEY", "none"));
        _instance = await _application.StartInstanceAsync();
    }

    internal async Task<PriceList.Snapshot?> PricesAsync() => await Services.GetRequiredService<PriceList>().ReadAsync(CancellationToken.None);

    internal async Task<RouteResult> RouteAsync(GenerationRequest request, RoutingWishes? wishes = null) =>
        Services.GetRequiredService<ProviderRouter>().Plan(request, await PricesAsync(), wishes ?? RoutingWishes.None);

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}

using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Settings;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Routing;

/// <summary>The service with the three providers of videos, which are never called, over the real catalogue and the real price table.</summary>
public sealed class VideoRouterFixture : IAsyncLifetime
{
    private GenerationApplication _application = null!;
    private TestService _instance = null!;

    public IServiceProvider Services => _instance.Services;

    public async ValueTask InitializeAsync()
    {
        _application = await GenerationApplication.CreateAsync(("PROVIDER_RUNWAY_API_KEY", "none"), ("PROVIDER_KLING_API_KEY", "none"));
        _instance = await _application.StartInstanceAsync();
    }

    /// <summary>A further process with settings of its own.</summary>
    public async Task<IServiceProvider> WithAsync(params (string Key, string Value)[] settings) => (await _application.StartInstanceAsync(settings)).Services;

    internal static GenerationRequest Request(int seconds, string resolution = "720p", string ratio = "16:9")
    {
        var size = ImageSize.Of(AspectRatio.Parse(ratio)!.Value, resolution, MediaKind.Video)!.Value;
        return new GenerationRequest("waves", size.Width, size.Height, 1, "natural", "video", "lab")
        {
            Kind = MediaKind.Video,
            Seconds = seconds,
            Resolution = resolution,
        };
    }

    internal async Task<RouteResult> RouteAsync(GenerationRequest request, IServiceProvider? services = null) =>
        (services ?? Services).GetRequiredService<ProviderRouter>().Plan(request, await Services.GetRequiredService<PriceList>().ReadAsync(CancellationToken.None), RoutingWishes.None);

    internal async Task<RoutePlan> PlanAsync(GenerationRequest request, IServiceProvider? services = null) =>
        (await RouteAsync(request, services)).ShouldBeOfType<RouteResult.Found>().Plan;

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}

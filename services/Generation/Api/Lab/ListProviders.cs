using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>Who makes images here, and who would if nothing is named.</summary>
/// <param name="DefaultProvider">Null when none is configured.</param>
internal sealed record ProviderListView(IReadOnlyList<ProviderView> Providers, string? DefaultProvider, string RoutingStrategy);

/// <summary>One provider that can be called.</summary>
internal sealed record ProviderView(string Name, string DisplayName, IReadOnlyList<ProviderModelView> Models, string Region);

/// <summary>One of its models.</summary>
/// <param name="Pricing">What the provider bills for one image by resolution, in dollars.</param>
/// <param name="QualityScore">0 to 100.</param>
internal sealed record ProviderModelView(string Id, string Name, string MaxResolution, IReadOnlyDictionary<string, decimal> Pricing, int QualityScore);

internal static class ListProviders
{
    public static Task<Ok<ProviderListView>> HandleAsync(
        ProviderDirectory providers, PriceList prices, IOptions<RoutingOptions> options, CancellationToken cancellationToken) =>
        ListAsync(MediaKind.Image, options.Value.DefaultImageProvider, providers, prices, options, cancellationToken);

    /// <summary>Who makes videos; prices are for a second.</summary>
    public static Task<Ok<ProviderListView>> HandleVideosAsync(
        ProviderDirectory providers, PriceList prices, IOptions<RoutingOptions> options, CancellationToken cancellationToken) =>
        ListAsync(MediaKind.Video, options.Value.DefaultVideoProvider, providers, prices, options, cancellationToken);

    private static async Task<Ok<ProviderListView>> ListAsync(
        MediaKind kind, string? preferred, ProviderDirectory providers, PriceList prices, IOptions<RoutingOptions> options, CancellationToken cancellationToken)
    {
        var table = await prices.ReadAsync(cancellationToken);
        var available = providers.All.Where(providers.IsAvailable).OrderBy(providers.PriorityOf)
            .Select(provider => ViewOf(provider, kind, table)).Where(static view => view.Models.Count > 0).ToList();
        var first = available.Find(view => string.Equals(view.Name, preferred, StringComparison.OrdinalIgnoreCase))
            ?? available.FirstOrDefault();
        return TypedResults.Ok(new ProviderListView(available, first?.Name, options.Value.Strategy));
    }

    private static ProviderView ViewOf(IProvider provider, MediaKind kind, PriceList.Snapshot? table) => new(
        provider.Name, provider.DisplayName,
        [.. provider.Models.Where(model => model.Kind == kind).Select(model => ViewOf(model, kind, table))], "global");

    private static ProviderModelView ViewOf(ProviderModel model, MediaKind kind, PriceList.Snapshot? table) => new(
        model.Id, model.Name, model.Resolutions[^1],
        model.Resolutions.Select(step => (Step: step, Row: table?.Rows.GetValueOrDefault((model.Id, step, PriceList.Name(kind)))))
            .Where(static price => price.Row is not null)
            .ToDictionary(static price => price.Step, static price => price.Row!.ProviderCostMicros / 1_000_000m, StringComparer.Ordinal),
        model.Quality);
}

using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Api.Lab.Admin;

/// <summary>Describes providers to operators. This process' own calls count at once, those of others within seconds.</summary>
internal sealed class AdminProviders(ProviderDirectory providers, CircuitBreakers circuits, ModelHealth health, FigureFlush flush, FigureStore figures)
{
    /// <summary>All of the product, in the order of their priorities, those without a key included.</summary>
    public async Task<IReadOnlyList<AdminProviderView>> DescribeAsync(CancellationToken cancellationToken)
    {
        var days = await ReadAsync(cancellationToken);
        return [.. providers.All.OrderBy(providers.PriorityOf).Select(provider => ViewOf(provider, days))];
    }

    public async Task<AdminProviderView> DescribeAsync(IProvider provider, CancellationToken cancellationToken) => ViewOf(provider, await ReadAsync(cancellationToken));

    private async Task<IReadOnlyDictionary<string, ProviderDay>> ReadAsync(CancellationToken cancellationToken)
    {
        await flush.FlushAsync(cancellationToken);
        return await figures.ReadAsync(cancellationToken);
    }

    private AdminProviderView ViewOf(IProvider provider, IReadOnlyDictionary<string, ProviderDay> days)
    {
        var day = days.GetValueOrDefault(provider.Name) ?? ProviderDay.None;
        var models = provider.Models.Where(static model => model.ReplacedBy is null).ToList();
        var closed = models.Count(model => circuits.Of(provider.Name, model.Id).State == CircuitState.Closed);
        var isWell = closed == models.Count && !models.Exists(model => health.IsResting(provider.Name, model.Id));
        var isEnabled = providers.MayBeNamed(provider);
        return new AdminProviderView(
            provider.Name,
            !isEnabled ? "disabled" : models.Count > 0 && closed == 0 ? "circuit_open" : isWell ? "enabled" : "degraded",
            providers.PriorityOf(provider), isEnabled,
            models.Exists(static model => model.Kind == MediaKind.Image), models.Exists(static model => model.Kind == MediaKind.Video),
            isEnabled && models.Count > 0 ? (int)Math.Round(day.SuccessRate * closed / models.Count) : 0,
            day.Calls, day.SuccessRate, day.ServedMs,
            closed == models.Count ? "closed" : closed > 0 ? "half_open" : "open",
            day.LastError, day.LastErrorAt);
    }
}

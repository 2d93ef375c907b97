using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>How a provider does.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> (a circuit is open, or it asked for a pause), <c>unhealthy</c> (all are) or <c>disabled</c>.</param>
/// <param name="Probe">What it answers when it is asked now; null when it has no call that costs nothing.</param>
internal sealed record ProviderHealthView(string Name, string Status, ProbeAnswer? Probe, IReadOnlyList<ModelHealthView> Models, DateTimeOffset CheckedAt);

/// <summary>One model: its circuit, and what this process has seen of it.</summary>
/// <param name="Circuit"><c>closed</c>, <c>open</c> or <c>half_open</c>.</param>
/// <param name="AverageSeconds">Null until it has served.</param>
internal sealed record ModelHealthView(string Id, string Circuit, bool Resting, long Calls, long Failures, double SuccessRate, double? AverageSeconds);

internal static class GetProviderHealth
{
    public static async Task<Results<Ok<ProviderHealthView>, FailureResult>> HandleAsync(
        string name, ProviderDirectory providers, ProviderProbes probes, CircuitBreakers circuits, ModelHealth health, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (providers.Find(name) is not { } provider)
            return (FailureResult)ErrorCodes.ProviderNotFound;
        var models = provider.Models.Select(model => ViewOf(provider, model.Id, circuits, health)).ToList();
        var isAvailable = providers.IsAvailable(provider);
        var probe = isAvailable ? await probes.AskAsync(provider, cancellationToken) : null;
        return TypedResults.Ok(new ProviderHealthView(provider.Name, StatusOf(isAvailable, probe, models), probe, models, time.GetUtcNow()));
    }

    private static ModelHealthView ViewOf(IProvider provider, string model, CircuitBreakers circuits, ModelHealth health)
    {
        var figures = health.FiguresOf(provider.Name, model);
        var circuit = circuits.Of(provider.Name, model).State switch
        {
            CircuitState.Open => "open",
            CircuitState.HalfOpen => "half_open",
            _ => "closed",
        };
        return new ModelHealthView(
            model, circuit, health.IsResting(provider.Name, model), figures.Calls, figures.Failures, Math.Round(figures.SuccessRate, 3), figures.Seconds);
    }

    private static string StatusOf(bool isAvailable, ProbeAnswer? probe, List<ModelHealthView> models)
    {
        if (!isAvailable)
            return "disabled";
        var troubled = models.Count(static model => model.Circuit != "closed" || model.Resting);
        return probe is { Ok: false } || troubled == models.Count ? "unhealthy"
            : troubled > 0 ? "degraded"
            : "healthy";
    }
}

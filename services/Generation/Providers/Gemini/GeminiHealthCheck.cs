using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>
/// Tells whether Google's models are set up. Asks nobody and is always well: without them other providers serve, and how they answer is
/// told by the providers' own health.
/// </summary>
internal sealed class GeminiHealthCheck(IOptions<GoogleOptions> options) : IHealthCheck
{
    public const string Name = "gemini_api";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(HealthCheckResult.Healthy(
            data: new Dictionary<string, object>(StringComparer.Ordinal) { ["configured"] = options.Value.IsConfigured }));
}

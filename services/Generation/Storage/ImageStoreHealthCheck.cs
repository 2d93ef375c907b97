using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NanoBanana.Generation.Storage;

/// <summary>Whether images can be kept now. Why not, and where, is in the log: this answer is for anybody who reaches the port.</summary>
internal sealed class ImageStoreHealthCheck(IImageStore store, StoreCondition condition) : IHealthCheck
{
    private readonly Dictionary<string, object> _details = new(StringComparer.Ordinal) { ["backend"] = store.Backend };

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await condition.IsWritableAsync(cancellationToken)
            ? HealthCheckResult.Healthy(data: _details)
            : new HealthCheckResult(context.Registration.FailureStatus, $"The {store.Backend} image store does not accept writes.", data: _details);
}

using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NanoBanana.Generation.Storage;

/// <summary>Whether images can be kept now. The last answer serves for a while, because a probe of S3 is a paid call.</summary>
internal sealed class ImageStoreHealthCheck(IImageStore store, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(15);

    private sealed record Answer(bool Writable, DateTimeOffset At);

    private Answer? _last;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        var answer = Volatile.Read(ref _last);
        if (answer is null || now - answer.At >= Freshness)
        {
            answer = new Answer(await store.IsWritableAsync(cancellationToken), now);
            Volatile.Write(ref _last, answer);
        }

        return answer.Writable
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, $"The {store.Backend} image store does not accept writes.");
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.ServiceDefaults.Hosting;

namespace NanoBanana.Gateway.Health;

/// <summary>Whether all that is required answers and this process has not been asked to stop; a 503 when not.</summary>
internal static class GetReadiness
{
    private const string RetryAfterSeconds = "1";

    public static async Task<JsonHttpResult<LabHealthView>> HandleAsync(
        HttpResponse response, SystemProbe probe, Draining draining, TimeProvider time, CancellationToken cancellationToken)
    {
        var isReady = !draining.HasBegun && HealthComponents.IsReady(await probe.AskAsync(cancellationToken));
        response.Headers.CacheControl = "no-store";
        if (!isReady)
            response.Headers.RetryAfter = RetryAfterSeconds;
        return TypedResults.Json(
            new LabHealthView(isReady ? HealthNames.Healthy : HealthNames.Unhealthy, time.GetUtcNow()),
            statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

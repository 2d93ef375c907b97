using NanoBanana.Gateway.Proxy;

namespace NanoBanana.Gateway.Health;

/// <summary>The SaaS family's older health answer.</summary>
/// <param name="DatabaseStatus"><c>connected</c> or <c>disconnected</c>.</param>
internal sealed record DatabaseHealthView(string Status, string Version, double UptimeSeconds, string DatabaseStatus, DateTimeOffset Timestamp);

internal static class GetDatabaseHealth
{
    public static async Task<DatabaseHealthView> HandleAsync(
        IHttpClientFactory clients, IConfiguration configuration, Uptime uptime, TimeProvider time, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(ServiceAddresses.Services.Select(
            service => AnswersAsync(clients, ServiceAddresses.Of(configuration, service), cancellationToken)));
        var connected = answers.All(static answer => answer);
        return new DatabaseHealthView(
            connected ? "healthy" : "unhealthy", GetHealth.Version, uptime.Seconds, connected ? "connected" : "disconnected", time.GetUtcNow());
    }

    private static async Task<bool> AnswersAsync(IHttpClientFactory clients, string address, CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(ServiceHealthCheck.HttpClient);
            using var response = await client.GetAsync(new Uri(new Uri(address), "/health"), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}

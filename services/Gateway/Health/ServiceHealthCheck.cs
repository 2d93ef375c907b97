using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NanoBanana.Gateway.Proxy;

namespace NanoBanana.Gateway.Health;

/// <summary>
/// What a service says of itself, on the one port that the operator of a single machine reaches. It is degraded at worst: a gateway
/// that were taken out because a disk is full could no longer serve what still works.
/// </summary>
internal sealed class ServiceHealthCheck(string service, IHttpClientFactory clients, IConfiguration configuration, TimeProvider time) : IHealthCheck
{
    public const string HttpClient = "health";

    // The port is public: however often it is asked, it asks a service once a second.
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private sealed record Answer(HealthCheckResult Result, DateTimeOffset At);

    private Answer? _last;

    public static void AddTo(IServiceCollection services)
    {
        var checks = services.AddHealthChecks();
        foreach (var name in ServiceAddresses.Services)
        {
            services.AddKeyedSingleton(name, static (provider, key) => ActivatorUtilities.CreateInstance<ServiceHealthCheck>(provider, key!));
            checks.Add(new HealthCheckRegistration(
                name, provider => provider.GetRequiredKeyedService<ServiceHealthCheck>(name), HealthStatus.Degraded, tags: null));
        }
    }

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (Volatile.Read(ref _last) is { } last && time.GetUtcNow() - last.At < Freshness)
            return last.Result;
        var fault = await FaultAsync(cancellationToken);
        var result = fault is null ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(fault);
        Volatile.Write(ref _last, new Answer(result, time.GetUtcNow()));
        return result;
    }

    /// <summary>The names of the checks that are not well there, never what they say: that is for whoever reaches the service itself.</summary>
    private async Task<string?> FaultAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(HttpClient);
            using var response = await client.GetAsync(new Uri(new Uri(ServiceAddresses.Of(configuration, service)), "/health"), cancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var report = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            var failing = report.RootElement.GetProperty("checks").EnumerateObject()
                .Where(static check => check.Value.GetProperty("status").GetString() != "healthy").Select(static check => check.Name).ToList();
            return failing.Count == 0 ? null : $"Not well: {string.Join(", ", failing)}.";
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return "Does not answer.";
        }
    }
}

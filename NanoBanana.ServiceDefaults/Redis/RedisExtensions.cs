using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using NanoBanana.ServiceDefaults.Configuration;
using NanoBanana.ServiceDefaults.Data;
using NanoBanana.ServiceDefaults.Time;
using StackExchange.Redis;

namespace NanoBanana.ServiceDefaults.Redis;

/// <summary>Redis under the name and the connection-string key of Aspire's own client integration.</summary>
public static class RedisExtensions
{
    private const int TimeoutMilliseconds = 1_000;

    /// <summary>
    /// Adds one <see cref="IConnectionMultiplexer"/> on <c>ConnectionStrings:{name}</c>. It starts without Redis and reconnects by
    /// itself; every user of it decides what holds meanwhile.
    /// </summary>
    public static void AddRedisClient(this IHostApplicationBuilder builder, string connectionName)
    {
        var connectionString = builder.Configuration.GetConnectionString(connectionName);
        RequiredConnection.Add(builder.Services, connectionName, "REDIS_URL", static text => _ = ConfigurationOptions.Parse(text));
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ =>
        {
            var options = ConfigurationOptions.Parse(connectionString ?? throw new MissingConnectionException(connectionName, "REDIS_URL"));
            options.AbortOnConnectFail = false;
            options.ConnectTimeout = TimeoutMilliseconds;
            options.SyncTimeout = TimeoutMilliseconds;
            options.ReconnectRetryPolicy = new LinearRetry(TimeoutMilliseconds / 2);
            return ConnectionMultiplexer.Connect(options);
        });
        builder.Services.TryAddSingleton<ITimeReference, RedisTime>();
        builder.Services.AddHealthChecks().AddCheck<RedisHealthCheck>(connectionName, HealthStatus.Degraded, tags: ["ready"]);
    }

    private sealed class RedisHealthCheck(IConnectionMultiplexer redis, TimeProvider time) : IHealthCheck
    {
        // Below what whoever asks waits: a Redis that hangs must not make the service look dead.
        private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await redis.GetDatabase().PingAsync().WaitAsync(Patience, time, cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                return new HealthCheckResult(context.Registration.FailureStatus, "Redis does not answer.", exception);
            }
        }
    }
}

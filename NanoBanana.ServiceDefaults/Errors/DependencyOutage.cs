using System.Net.Sockets;
using Npgsql;
using Polly.Timeout;
using StackExchange.Redis;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary>Recognises, anywhere in a chain of exceptions, a store or a service that does not answer.</summary>
public static class DependencyOutage
{
    /// <summary>The name of what failed, or null when the exception means something else.</summary>
    public static string? Find(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            var name = exception switch
            {
                PostgresException { IsTransient: true } or PostgresException { SqlState: "57P01" or "57P02" or "57P03" or "53300" } => "Postgres",
                PostgresException => null,
                NpgsqlException { IsTransient: true } or NpgsqlException { InnerException: TimeoutException or SocketException or IOException } => "Postgres",
                RedisConnectionException or RedisTimeoutException => "Redis",
                HttpRequestException => "A service",
                TimeoutRejectedException => "A service",

                // What HttpClient makes of a connection that was not established in time.
                TaskCanceledException { InnerException: TimeoutException } => "A service",
                _ => null,
            };
            if (name is not null)
                return name;
        }

        return null;
    }
}

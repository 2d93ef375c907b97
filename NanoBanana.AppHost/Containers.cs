using Microsoft.Extensions.Configuration;
using NanoBanana.AppHost.Publishing;

namespace NanoBanana.AppHost;

/// <summary>Postgres and Redis as containers: the default, and what is published where nothing is managed.</summary>
internal static class Containers
{
    /// <summary>False gives servers that forget everything when they stop, for tests. Default true.</summary>
    private const string KeepData = "KeepData";

    /// <summary>A process of a service opens up to a hundred connections, and the image allows a hundred in all.</summary>
    private const string MaxConnections = "max_connections=1000";

    public static DataStores Add(IDistributedApplicationBuilder builder, Target target)
    {
        var postgres = builder.AddPostgres("postgres").WithArgs("-c", MaxConnections);
        var redis = builder.AddRedis("redis");
        if (builder.Configuration.GetValue(KeepData, defaultValue: true))
        {
            postgres.WithDataVolume();
            redis.WithDataVolume();
        }

        target.Place(postgres, "pg_isready -q -U postgres");
        target.Place(redis, "redis-cli ping | grep -qE 'PONG|NOAUTH'");
        var identitydb = postgres.AddDatabase("identitydb");
        var keysdb = postgres.AddDatabase("keysdb");
        var generationdb = postgres.AddDatabase("generationdb");
        var billingdb = postgres.AddDatabase("billingdb");

        // The client that the services have does not know the developer's certificate.
#pragma warning disable ASPIRECERTIFICATES001 // Experimental; without it Redis would speak TLS wherever such a certificate is installed.
        redis.WithoutHttpsCertificate();
#pragma warning restore ASPIRECERTIFICATES001

        return new DataStores(identitydb, keysdb, generationdb, billingdb, redis,
            project => project.WaitFor(identitydb).WaitFor(keysdb).WaitFor(generationdb).WaitFor(billingdb));
    }
}

using Microsoft.Extensions.Configuration;

namespace NanoBanana.AppHost;

/// <summary>Postgres and Redis as containers: the default, and what is published.</summary>
internal static class Containers
{
    /// <summary>False gives servers that forget everything when they stop, for tests. Default true.</summary>
    private const string KeepData = "KeepData";

    public static DataStores Add(IDistributedApplicationBuilder builder)
    {
        var postgres = builder.AddPostgres("postgres");
        var redis = builder.AddRedis("redis");
        if (builder.Configuration.GetValue(KeepData, defaultValue: true))
        {
            postgres.WithDataVolume();
            redis.WithDataVolume();
        }

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

using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace NanoBanana.AppHost;

/// <summary>
/// Postgres and Redis from this machine's own binaries, for where no container engine is: <c>--LocalServers true</c>. Loopback only, on
/// ports that do not collide with servers of the machine; their files lie in artifacts/apphost.
/// </summary>
internal static class LocalServers
{
    private const string Switch = "LocalServers";
    private const string Host = "127.0.0.1";
    private const int PostgresPort = 54_329;
    private const int RedisPort = 63_799;

    /// <summary>Whether they are asked for. What is published always has containers.</summary>
    public static bool AreWanted(IDistributedApplicationBuilder builder) =>
        builder.ExecutionContext.IsRunMode && builder.Configuration.GetValue(Switch, defaultValue: false);

    public static DataStores Add(IDistributedApplicationBuilder builder)
    {
        var folder = Directory.CreateDirectory(Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", "artifacts", "apphost"))).FullName;
        var script = Path.Combine(builder.AppHostDirectory, "local-servers.sh");
        var password = builder.AddGeneratedSecret("local-servers-password");
        var postgresPort = PostgresPort.ToString(CultureInfo.InvariantCulture);
        var redisPort = RedisPort.ToString(CultureInfo.InvariantCulture);

        builder.AddExecutable("postgres", script, folder, "postgres", postgresPort)
            .WithEnvironment("SERVER_PASSWORD", password)
            .WithEndpoint(port: PostgresPort, targetPort: PostgresPort, scheme: "tcp", name: "tcp", isProxied: false);
        builder.AddExecutable("redis-server", script, folder, "redis", redisPort)
            .WithEnvironment("SERVER_PASSWORD", password)
            .WithEndpoint(port: RedisPort, targetPort: RedisPort, scheme: "tcp", name: "tcp", isProxied: false);
        var ready = builder.AddExecutable("postgres-ready", script, folder, "wait", postgresPort);

        // The databases themselves are created by the migrator.
        return new DataStores(
            Database("identitydb"), Database("keysdb"), Database("generationdb"), Database("billingdb"),
            builder.AddConnectionString("redis", ReferenceExpression.Create($"{Host}:{redisPort},password={password.Resource}")),
            project => project.WaitForCompletion(ready));

        IResourceBuilder<IResourceWithConnectionString> Database(string name) => builder.AddConnectionString(
            name, ReferenceExpression.Create($"Host={Host};Port={postgresPort};Username=postgres;Password={password.Resource};Database={name}"));
    }
}

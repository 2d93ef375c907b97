using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using NanoBanana.LocalServers;
using NanoBanana.Migrator;
using NanoBanana.Testing.Processes;

namespace NanoBanana.Bench.Servers;

/// <summary>
/// Everything that runs during a measurement, each part a process of its own: the upstream, bare YARP, Postgres, Redis, and NanoBanana
/// with two gateways. The first forwards to the generation service, the second to the upstream.
/// </summary>
internal sealed class BenchSystem : IAsyncDisposable
{
    private static readonly string[] Databases = ["identitydb", "keysdb", "generationdb", "billingdb"];
    private const int MaxComplaint = 2_000;
    private readonly Stack<IAsyncDisposable> _started = new();

    private BenchSystem(string folder)
    {
        Images = Path.Combine(folder, "images");
        InternalTokenKey = Secret();
    }

    public LocalPostgres Postgres { get; private set; } = null!;

    public LocalRedis Redis { get; private set; } = null!;

    public HelperServer Upstream { get; private set; } = null!;

    public HelperServer Yarp { get; private set; } = null!;

    public ServiceCluster Cluster { get; private set; } = null!;

    /// <summary>In front of the generation service.</summary>
    public ServiceProcess Gateway => Cluster.Gateways[0];

    /// <summary>In front of the upstream.</summary>
    public ServiceProcess MockedGateway => Cluster.Gateways[1];

    /// <summary>Where images are kept.</summary>
    public string Images { get; }

    public string InternalTokenKey { get; }

    /// <summary>What the services have printed, which is nothing while all is well.</summary>
    public string Complaints => string.Join('\n', Cluster.All
        .Where(static process => process.Output.Trim().Length > 0)
        .Select(static process => $"{process.Name}: {process.Output[^Math.Min(process.Output.Length, MaxComplaint)..].Trim()}"));

    /// <param name="folder">Empty, and passable for the account that Postgres runs as.</param>
    public static async Task<BenchSystem> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var system = new BenchSystem(folder);
        try
        {
            await system.StartServersAsync(folder, cancellationToken);
            var settings = system.Settings();
            await Migrations.ApplyAsync(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), cancellationToken);
            system.Cluster = system.Own(await ServiceCluster.StartAsync(new ClusterPlan(settings) { Gateways = 2, Adapt = system.Adapt }));
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sets how long the provider takes.</summary>
    public async Task SetDelayAsync(int milliseconds, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        var address = new Uri(Upstream.Address, $"{MockUpstream.DelayPath}?ms={milliseconds.ToString(CultureInfo.InvariantCulture)}");
        using var response = await client.PostAsync(address, content: null, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>In the opposite order.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out var part))
            await part.DisposeAsync();
    }

    private async Task StartServersAsync(string folder, CancellationToken cancellationToken)
    {
        Postgres = Own(await LocalPostgres.StartAsync(
            Path.Combine(folder, "postgres"), Secret(), durable: true, Path.Combine(folder, "postgres.log"), cancellationToken));
        Redis = Own(await LocalRedis.StartAsync(
            Path.Combine(folder, "redis"), Secret(), durable: false, Path.Combine(folder, "redis.log"), cancellationToken));
        Upstream = Own(await HelperServer.StartAsync("upstream", cancellationToken));
        Yarp = Own(await HelperServer.StartAsync("yarp", cancellationToken, "--upstream", Upstream.Address.AbsoluteUri));
    }

    /// <summary>A deployment's: production, warnings only, every protection on.</summary>
    private Dictionary<string, string?> Settings()
    {
        var settings = Databases.ToDictionary(
            static name => $"ConnectionStrings:{name}", name => (string?)Postgres.ConnectionString(name), StringComparer.OrdinalIgnoreCase);
        settings["ConnectionStrings:redis"] = Redis.ConnectionString;
        settings["ASPNETCORE_ENVIRONMENT"] = "Production";
        settings["Logging:LogLevel:Default"] = "Warning";
        settings["InternalToken:Key"] = InternalTokenKey;
        settings["Tokens:SecretKey"] = Secret();
        settings["Images:SigningKey"] = Secret();
        settings["Webhooks:EncryptionKey"] = Secret();
        settings["Webhooks:AllowHttp"] = "true";
        settings["Outbound:AllowedNetworks"] = "127.0.0.0/8";
        settings["Storage:Backend"] = "local";
        settings["Storage:LocalPath"] = Images;
        settings["Providers:Google:ApiKey"] = "bench-google-key";
        settings["Providers:Google:BaseUrl"] = Upstream.Address.AbsoluteUri.TrimEnd('/');
        return settings;
    }

    private ServiceProgram Adapt(ServiceProgram program, int number)
    {
        program = program with { IsMeasured = true };
        if (program.Service != "gateway" || number == 0)
            return program;
        return program with
        {
            Settings = new Dictionary<string, string?>(program.Settings, StringComparer.OrdinalIgnoreCase)
            {
                ["services:generation:http:0"] = Upstream.Address.AbsoluteUri,
            },
        };
    }

    private T Own<T>(T part)
        where T : IAsyncDisposable
    {
        _started.Push(part);
        return part;
    }

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}

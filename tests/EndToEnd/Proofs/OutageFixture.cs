using Microsoft.Extensions.Configuration;
using NanoBanana.LocalServers;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>A replicated system with a Postgres and a Redis of its own, which can be killed and started again.</summary>
public class OutageFixture : ReplicatedFixture
{
    private const int SignalKill = 9;
    private const string Password = "test-password";
    private readonly string _folder = Directory.CreateTempSubdirectory("nanobanana-outage-").FullName;
    private readonly int _postgresPort = Ports.Free();
    private LocalPostgres _postgres = null!;
    private LocalRedis _redis = null!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _redis.DisposeAsync();
        await _postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public async Task KillPostgresAsync()
    {
        ServerProcess.Signal(_postgres.ProcessId, SignalKill);
        await _postgres.DisposeAsync();
    }

    public async Task StartPostgresAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // Durable, because a kill is to be survived: without it Postgres acknowledges commits that it then forgets.
                _postgres = await LocalPostgres.StartAsync(
                    Path.Combine(_folder, "postgres"), Password, durable: true, logFile: null, CancellationToken.None, _postgresPort);
                return;
            }
            catch (LocalServerException) when (attempt < 50)
            {
                // Children of the killed one that are still going keep the next one out.
                await Task.Delay(200);
            }
        }
    }

    public async Task KillRedisAsync()
    {
        ServerProcess.Signal(_redis.ProcessId, SignalKill);
        await _redis.DisposeAsync();
    }

    public async Task StartRedisAsync() => _redis = await StartRedisAsync(_redis.Port);

    protected override async Task AddSettingsAsync(IDictionary<string, string?> settings)
    {
        File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherExecute);
        await StartPostgresAsync();
        _redis = await StartRedisAsync(port: null);
        settings["ConnectionStrings:redis"] = _redis.ConnectionString;
        foreach (var name in new[] { "identitydb", "keysdb", "generationdb", "billingdb" })
            settings[$"ConnectionStrings:{name}"] = _postgres.ConnectionString(name);
        settings["Generation:LeaseSeconds"] = "15";
        settings["Generation:HoldGraceSeconds"] = "10";
        await Migrator.Migrations.ApplyAsync(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), CancellationToken.None);
    }

    private Task<LocalRedis> StartRedisAsync(int? port) =>
        LocalRedis.StartAsync(Path.Combine(_folder, "redis"), Password, durable: false, logFile: null, CancellationToken.None, port);
}

using NanoBanana.LocalServers;
using NanoBanana.Testing.Processes;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>Four gateways on a Redis whose clock runs fast: the hour of its windows passes in <see cref="Hour"/>.</summary>
public sealed class WindowFixture : IAsyncLifetime
{
    private const int Speed = 360;
    private readonly string _folder = Directory.CreateTempSubdirectory("nanobanana-windows-").FullName;
    private LocalRedis _redis = null!;

    /// <summary>An hour of Redis as it passes here: 10 s.</summary>
    public static TimeSpan Hour { get; } = TimeSpan.FromHours(1) / Speed;

    public ReplicatedSystem System { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherExecute);
        _redis = await LocalRedis.StartAsync(
            Path.Combine(_folder, "redis"), "test-password", durable: false, logFile: null, CancellationToken.None, through: FakeClock.Running(Speed));
        System = await ReplicatedSystem.StartAsync(new ClusterPlan(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:redis"] = _redis.ConnectionString,
        })
        {
            Gateways = 4,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        await _redis.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

using NanoBanana.LocalServers;
using Npgsql;
using StackExchange.Redis;

namespace NanoBanana.ServiceDefaults.Tests;

/// <summary>Every other test rests on these two servers being real.</summary>
public sealed class LocalServersTests
{
    [Fact]
    public async Task Postgres_Asked_Answers()
    {
        await using var source = NpgsqlDataSource.Create(await TestServers.Postgres);
        await using var command = source.CreateCommand("SHOW server_version_num");
        int.Parse((string)(await command.ExecuteScalarAsync())!).ShouldBeGreaterThanOrEqualTo(140_000);
    }

    [Fact]
    public async Task Redis_Asked_Answers()
    {
        using var redis = await ConnectionMultiplexer.ConnectAsync(await TestServers.Redis);
        (await redis.GetDatabase().PingAsync()).ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Redis_LeftOverByAKilledRun_LeavesItsDataToTheNext()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"nanobanana-redis-{Guid.NewGuid():n}");
        try
        {
            await using var leftover = await StartRedisAsync(folder);
            using (var redis = await ConnectionMultiplexer.ConnectAsync(leftover.ConnectionString))
                await redis.GetDatabase().StringSetAsync("kept", "yes");

            await using var next = await StartRedisAsync(folder);
            leftover.HasExited.ShouldBeTrue();
            using var again = await ConnectionMultiplexer.ConnectAsync(next.ConnectionString);
            ((string)(await again.GetDatabase().StringGetAsync("kept"))).ShouldBe("yes");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<LocalRedis> StartRedisAsync(string folder) =>
        LocalRedis.StartAsync(folder, "test-password", durable: true, logFile: null, CancellationToken.None);
}

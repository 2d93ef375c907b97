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
}

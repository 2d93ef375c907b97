using System.Net;
using NanoBanana.Keys.Data;
using NanoBanana.ServiceDefaults.Data;
using Npgsql;

namespace NanoBanana.Keys.Tests;

/// <summary>A service that runs before its database is migrated is not ready until it is.</summary>
public sealed class ReadinessTests
{
    [Fact]
    public async Task DatabaseWithoutItsMigrations_Health_Is503UntilTheyAreThere()
    {
        var name = $"test_empty_{Guid.NewGuid():n}";
        var maintenance = await TestDatabase.ConnectionStringAsync("postgres");
        await using (var postgres = NpgsqlDataSource.Create(maintenance))
        await using (var create = postgres.CreateCommand($"CREATE DATABASE {name}"))
            await create.ExecuteNonQueryAsync();
        var database = await TestDatabase.ConnectionStringAsync(name);
        try
        {
            await using var service = await KeysApplication.StartAsync(database, await TestServers.Redis);
            using var client = service.CreateClient();
            using (var early = await client.GetAsync(new Uri("/health", UriKind.Relative)))
            {
                var checks = (await early.ShouldBeAsync(HttpStatusCode.ServiceUnavailable))!["checks"]!;
                ((string)checks["keysdb"]!["error"]!, (string)checks["serving"]!["status"]!).ShouldBe(("The database waits for its migrations.", "healthy"));
            }

            await DatabaseMigration.ApplyAsync<KeysDbContext>(database, CancellationToken.None);
            using var ready = await client.GetAsync(new Uri("/health", UriKind.Relative));
            ((string)(await ready.ShouldBeAsync(HttpStatusCode.OK))!["checks"]!["keysdb"]!["status"]!).ShouldBe("healthy");
        }
        finally
        {
            await TestDatabase.DropAsync(database);
        }
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using NanoBanana.Generation.Data;
using NanoBanana.ServiceDefaults.Data;
using Npgsql;

namespace NanoBanana.Generation.Tests.Data;

/// <summary>A rolling update starts the migrator before each new process, so that several of them meet at one database.</summary>
public sealed class ConcurrentMigrationTests : IAsyncLifetime
{
    private const int AtOnce = 4;

    private string _database = "";

    public async ValueTask InitializeAsync() =>
        _database = new NpgsqlConnectionStringBuilder(await TestDatabase.ConnectionStringAsync($"test_migrations_{Guid.NewGuid():n}")) { Pooling = false }.ConnectionString;

    public async ValueTask DisposeAsync() => await TestDatabase.DropAsync(_database);

    [Fact]
    public async Task DatabaseOfTheVersionBefore_SeveralMigrateIt_AllSucceedAndEachMigrationIsAppliedOnce()
    {
        await using (var context = Context())
        {
            var all = context.Database.GetMigrations().ToList();
            await context.GetService<IMigrator>().MigrateAsync(all[^4]);
            (await context.Database.GetPendingMigrationsAsync()).Count().ShouldBe(3);
        }

        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(ApplyAsync)));
        await ShouldBeWholeAsync();
    }

    [Fact]
    public async Task NoDatabase_SeveralCreateIt_AllSucceed()
    {
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(ApplyAsync)));
        await ShouldBeWholeAsync();
    }

    private Task ApplyAsync() => DatabaseMigration.ApplyAsync<GenerationDbContext>(_database, CancellationToken.None);

    private async Task ShouldBeWholeAsync()
    {
        await using var context = Context();
        (await context.Database.GetPendingMigrationsAsync()).ShouldBeEmpty();
        (await context.Database.GetAppliedMigrationsAsync()).ShouldBe(context.Database.GetMigrations());
    }

    private GenerationDbContext Context() => new(new DbContextOptionsBuilder<GenerationDbContext>()
        .UseNpgsql(_database, static npgsql => npgsql.MigrationsHistoryTable("ef_migrations", "generation")).Options);
}

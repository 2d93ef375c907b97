using NanoBanana.Billing.Data;
using NanoBanana.Generation.Data;
using NanoBanana.Identity.Data;
using NanoBanana.Keys.Data;
using NanoBanana.ServiceDefaults.Data;
using Npgsql;

namespace NanoBanana.EndToEnd.Backup;

/// <summary><c>DATABASE_URL</c>: all four services in one database, whose other tables are nobody's business.</summary>
public sealed partial class BackupTests
{
    private const string AllSchemas = "SELECT string_agg(nspname, ' ' ORDER BY nspname) FROM pg_namespace WHERE nspname IN ('identity', 'keys', 'generation', 'billing', 'foreign_app')";

    [Fact]
    public async Task OneDatabaseForAll_BackedUpAndRestored_HoldsOurSchemasAlone()
    {
        var (from, to) = (await NewNameAsync(), await NewNameAsync());
        try
        {
            await DatabaseMigration.ApplyAsync<IdentityDbContext>(from, CancellationToken.None);
            await DatabaseMigration.ApplyAsync<KeysDbContext>(from, CancellationToken.None);
            await DatabaseMigration.ApplyAsync<GenerationDbContext>(from, CancellationToken.None);
            await DatabaseMigration.ApplyAsync<BillingDbContext>(from, CancellationToken.None);
            await AskAsync(from, "CREATE SCHEMA foreign_app");

            var backup = (await OpsScript.RunAsync("backup.sh", [Url(from)], "--no-images", Destination)).ShouldBe(0).Output;
            (await OpsScript.RunAsync("restore.sh", [Url(to)], "--no-images", backup)).ShouldBe(0);
            (await AskAsync(to, AllSchemas)).ShouldBe("billing generation identity keys");
            (await AskAsync(to, "SELECT count(*) FROM billing.prices")).ShouldBe(await AskAsync(from, "SELECT count(*) FROM billing.prices"));

            await AskAsync(to, "CREATE SCHEMA foreign_app");
            (await OpsScript.RunAsync("restore.sh", [Url(to)], "--replace", "--no-images", backup)).ShouldBe(0);
            (await AskAsync(to, AllSchemas)).ShouldBe("billing foreign_app generation identity keys");

            await using var four = await DatabaseSet.MissingAsync();
            (await OpsScript.RunAsync("restore.sh", four.Environment, "--no-images", backup)).ShouldBe(78, "of a system with one database");
        }
        finally
        {
            await TestDatabase.DropAsync(from);
            await TestDatabase.DropAsync(to);
        }
    }

    private static async Task<string> NewNameAsync() => DatabaseSet.Unpooled(await TestDatabase.ConnectionStringAsync($"test_one_{Guid.NewGuid():n}"));

    /// <summary>As existing deployments write it, with a letter of the password that had no need to be escaped.</summary>
    private static KeyValuePair<string, string> Url(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        var password = parts.Password!.Replace("t", "%74", StringComparison.Ordinal);
        return KeyValuePair.Create("DATABASE_URL", $"postgresql+asyncpg://{parts.Username}:{password}@{parts.Host}:{parts.Port}/{parts.Database}?sslmode=prefer");
    }

    private static async Task<object?> AskAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}

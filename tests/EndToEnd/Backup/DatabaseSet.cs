using NanoBanana.Billing.Data;
using NanoBanana.Generation.Data;
using NanoBanana.Identity.Data;
using NanoBanana.Keys.Data;
using Npgsql;

namespace NanoBanana.EndToEnd.Backup;

/// <summary>The databases of one system, named to the scripts as to the services.</summary>
internal sealed class DatabaseSet(IReadOnlyDictionary<string, string> connectionStrings) : IAsyncDisposable
{
    private static readonly string[] Services = ["identity", "keys", "generation", "billing"];

    /// <summary>What the servers of tests are started with: it must show nowhere.</summary>
    public const string Password = "test-password";

    public string this[string service] => connectionStrings[service];

    /// <summary>As the services know them.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings => connectionStrings.Select(static one => KeyValuePair.Create<string, string?>($"ConnectionStrings:{one.Key}db", one.Value));

    /// <summary>What a shell exports.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment => connectionStrings.Select(static one => KeyValuePair.Create($"ConnectionStrings__{one.Key}db", one.Value));

    public static DatabaseSet Of(NanoBananaSystem system) => new(Services.ToDictionary(static service => service, service => system.Database(service + "db")));

    /// <summary>Brought up to date, and empty but for that.</summary>
    public static async Task<DatabaseSet> MigratedAsync() => new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["identity"] = await TestDatabase.CreateAsync<IdentityDbContext>(),
        ["keys"] = await TestDatabase.CreateAsync<KeysDbContext>(),
        ["generation"] = await TestDatabase.CreateAsync<GenerationDbContext>(),
        ["billing"] = await TestDatabase.CreateAsync<BillingDbContext>(),
    });

    /// <summary>Names that no database has yet.</summary>
    public static async Task<DatabaseSet> MissingAsync()
    {
        var strings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in Services)
            strings[service] = await TestDatabase.ConnectionStringAsync($"test_restored_{service}_{Guid.NewGuid():n}");
        return new DatabaseSet(strings);
    }

    /// <summary>The same with one of them elsewhere.</summary>
    public DatabaseSet With(string service, string connectionString) => new(new Dictionary<string, string>(connectionStrings, StringComparer.Ordinal) { [service] = connectionString });

    /// <summary>Which of them are there.</summary>
    public async Task<IReadOnlyList<string>> ExistingAsync()
    {
        await using var server = NpgsqlDataSource.Create(await TestDatabase.ConnectionStringAsync("postgres"));
        var known = await Proofs.Books.ReadAllAsync(server, "SELECT datname FROM pg_database", static row => row.GetString(0));
        return [.. connectionStrings.Where(one => known.Contains(new NpgsqlConnectionStringBuilder(one.Value).Database!)).Select(static one => one.Key)];
    }

    /// <summary>One statement, on a connection that is gone afterwards: a pooled one would count as a service that runs.</summary>
    public async Task<object?> AskAsync(string service, string sql)
    {
        await using var connection = new NpgsqlConnection(Unpooled(this[service]));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public static string Unpooled(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        foreach (var one in connectionStrings.Values)
            await TestDatabase.DropAsync(one);
    }
}

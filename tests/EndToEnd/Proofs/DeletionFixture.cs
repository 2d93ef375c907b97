using Npgsql;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>Several processes of what serves, on stores of their own, with short leases.</summary>
public sealed class DeletionFixture : ReplicatedFixture
{
    /// <summary>All that is kept anywhere.</summary>
    public IReadOnlyDictionary<string, string> Databases => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["identity"] = System.IdentityDatabase,
        ["keys"] = System.KeysDatabase,
        ["generation"] = System.GenerationDatabase,
        ["billing"] = System.BillingDatabase,
    };

    /// <summary>Waits until every service has said that it need not be told again, and Generation that nothing is left.</summary>
    public Task ErasedAsync(Guid account, int seconds = 60) => Calls.EventuallyAsync(
        async () => (long)(await ScalarAsync("identity", "SELECT count(*) FROM identity.erasure_outbox WHERE account_id = $1", account))! == 0
            && (bool?)await ScalarAsync("generation", "SELECT finished_at IS NOT NULL FROM generation.erasures WHERE account_id = $1", account) == true,
        "the account is erased everywhere", seconds);

    public async Task<object?> ScalarAsync(string database, string sql, params Guid[] values)
    {
        await using var source = NpgsqlDataSource.Create(Databases[database]);
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync();
    }

    protected override Task AddSettingsAsync(IDictionary<string, string?> settings)
    {
        settings["Erasure:UploadGraceSeconds"] = "1";
        settings["Generation:LeaseSeconds"] = "2";
        settings["Generation:HoldGraceSeconds"] = "5";
        return Task.CompletedTask;
    }
}

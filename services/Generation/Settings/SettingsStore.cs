using System.Text.Json;
using NanoBanana.ServiceDefaults.Data;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Settings;

/// <summary>Reads and writes what accounts have set. The account is part of every statement.</summary>
internal sealed partial class SettingsStore(NpgsqlDataSource database, LabWebhook webhook)
{
    public const int DefaultMaxConcurrent = 5;

    private readonly GroupedStatement<Guid, WishesRow> _wishes = new(
        database, ReadWishes, static (parameters, accounts) => parameters.With(accounts, static account => account),
        static row => new WishesRow(row.GetString(1), row.GetString(2)));

    public async Task<SettingsSnapshot> ReadAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Read);
        command.Parameters.Add(new() { Value = accountId });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new SettingsSnapshot(
            PreferencesOf(row.GetString(0)), ProvidersOf(row.GetString(1)), row.IsDBNull(2) ? null : row.GetString(2), row.GetInt32(3),
            row.IsDBNull(4) ? null : row.GetFieldValue<DateTimeOffset>(4));
    }

    /// <summary>What the account has set of how it wants to be served; nothing more than one row by its key, read for all who ask at once.</summary>
    public async Task<(Preferences Preferences, ProviderPreferences Providers)> ReadWishesAsync(Guid accountId, CancellationToken cancellationToken) =>
        await _wishes.AskAsync(accountId, cancellationToken) is { } set ? (PreferencesOf(set.Preferences), ProvidersOf(set.Providers)) : (new(), new());

    /// <summary>All of it or nothing; changes of one account are made one after another.</summary>
    /// <returns>The secret that was made for a new webhook, to be shown once; null when there is none to show.</returns>
    /// <exception cref="WebhookNeedsUrlException">A secret was given where there is no address.</exception>
    public async Task<byte[]?> SaveAsync(Guid accountId, SettingsChange change, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var saving = new NpgsqlCommand(Save, connection))
        {
            saving.Parameters.Add(new() { Value = accountId });
            saving.Parameters.Add(new() { Value = change.Preferences ?? "{}", NpgsqlDbType = NpgsqlDbType.Jsonb });
            await saving.ExecuteNonQueryAsync(cancellationToken);
        }

        if (change.MaxConcurrent is { } most)
        {
            await using var limiting = new NpgsqlCommand(Limit, connection);
            limiting.Parameters.Add(new() { Value = accountId });
            limiting.Parameters.Add(new() { Value = most });
            await limiting.ExecuteNonQueryAsync(cancellationToken);
        }

        var made = change.Webhook is { } wish ? await webhook.ApplyAsync(connection, accountId, wish, cancellationToken) : null;
        await transaction.CommitAsync(cancellationToken);
        return made;
    }

    public async Task<DateTimeOffset> SaveProvidersAsync(Guid accountId, ProviderPreferences providers, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(SaveProviders);
        command.Parameters.Add(new() { Value = accountId });
        command.Parameters.Add(new()
        {
            Value = JsonSerializer.Serialize(providers, GenerationJsonContext.Default.ProviderPreferences),
            NpgsqlDbType = NpgsqlDbType.Jsonb,
        });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return row.GetFieldValue<DateTimeOffset>(0);
    }

    private static Preferences PreferencesOf(string json) => JsonSerializer.Deserialize(json, GenerationJsonContext.Default.Preferences)!;

    private static ProviderPreferences ProvidersOf(string json) => JsonSerializer.Deserialize(json, GenerationJsonContext.Default.ProviderPreferences)!;

    private sealed record WishesRow(string Preferences, string Providers);
}

using Npgsql;

namespace NanoBanana.Generation.Settings;

/// <summary>
/// Reads what an account wants of the router, for each request anew: one row by its key, so that a change holds for the very next request at
/// every process.
/// </summary>
internal sealed class WishesReader(SettingsStore settings, NpgsqlDataSource database, TimeProvider time)
{
    // Along the index of the account's list. Only for accounts with a daily limit, which bounds how many rows there are.
    private const string Used = """
        SELECT coalesce(provider, route #>> '{steps,0,provider}') AS by, sum(image_count)
        FROM generation.jobs
        WHERE account_id = $1 AND created_at >= $2 AND state NOT IN ('failed', 'cancelled') AND NOT own_key
        GROUP BY 1
        """;

    public async Task<RoutingWishes> ReadAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var (preferences, providers) = await settings.ReadWishesAsync(accountId, cancellationToken);
        var listed = providers.Providers ?? [];
        if (listed.Count == 0 && preferences is { DefaultProvider: null, RoutingStrategy: null } && providers.FallbackEnabled)
            return RoutingWishes.None;
        var skipped = new HashSet<string>(listed.Where(static item => !item.Enabled).Select(static item => item.Provider!), StringComparer.OrdinalIgnoreCase);
        if (listed.Any(static item => item.MaxDailyUsage is not null))
            skipped.UnionWith(await UsedUpAsync(accountId, listed, cancellationToken));
        return new RoutingWishes(
            preferences.RoutingStrategy, preferences.DefaultProvider,
            listed.ToDictionary(static item => item.Provider!, static item => item.Priority, StringComparer.OrdinalIgnoreCase), skipped, providers.FallbackEnabled);
    }

    /// <summary>Those who have made, or are making, as many as they may today. Requests that are planned at the same moment do not see each other.</summary>
    private async Task<List<string>> UsedUpAsync(Guid accountId, IReadOnlyList<ProviderPreference> listed, CancellationToken cancellationToken)
    {
        var used = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        await using var command = database.CreateCommand(Used);
        command.Parameters.Add(new() { Value = accountId });
        command.Parameters.Add(new() { Value = time.GetUtcNow().UtcDateTime.Date });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            if (!row.IsDBNull(0))
                used[row.GetString(0)] = row.GetInt64(1);
        }

        return [.. listed.Where(item => item.MaxDailyUsage is { } most && used.GetValueOrDefault(item.Provider!) >= most).Select(static item => item.Provider!)];
    }
}

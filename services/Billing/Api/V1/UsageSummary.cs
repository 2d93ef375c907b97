using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Billing.Data;
using NanoBanana.Billing.Keys;
using NanoBanana.Contracts.Keys;
using NanoBanana.ServiceDefaults.Principals;
using Npgsql;

namespace NanoBanana.Billing.Api.V1;

/// <summary><c>{"total_images", "total_keys", "active_keys", "top_keys"}</c></summary>
internal sealed record UsageSummaryResponse(long TotalImages, int TotalKeys, int ActiveKeys, IReadOnlyList<TopKey> TopKeys);

/// <summary>One of the busiest keys.</summary>
internal sealed record TopKey(Guid KeyId, string KeyName, string KeyPrefix, long ImageCount);

internal static class UsageSummary
{
    private const int TopKeys = 5;

    public const string Sql = "SELECT key_id, images FROM billing.usage_totals WHERE account_id = $1 ORDER BY images DESC, key_id";

    public static async Task<Ok<UsageSummaryResponse>> HandleAsync(
        Caller caller, NpgsqlDataSource dataSource, KeysClient keysClient, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Sql);
        command.With(caller.AccountId);
        var used = await command.ReadAllAsync(static row => (KeyId: row.GetGuid(0), Images: row.GetInt64(1)), cancellationToken);
        var keys = await keysClient.ListAsync(caller.AccountId, cancellationToken);
        return TypedResults.Ok(new UsageSummaryResponse(
            used.Sum(static row => row.Images), keys.Count, keys.Count(static key => key.IsActive), [.. Busiest(used, keys)]));
    }

    /// <summary>What a signed-in user made without a key counts in the total and has no key to be listed under.</summary>
    private static IEnumerable<TopKey> Busiest(List<(Guid KeyId, long Images)> used, IReadOnlyList<KeySummary> keys)
    {
        var byId = keys.ToDictionary(static key => key.Id);
        return used.Where(row => byId.ContainsKey(row.KeyId)).Take(TopKeys)
            .Select(row => new TopKey(row.KeyId, byId[row.KeyId].Name, byId[row.KeyId].Prefix, row.Images));
    }
}

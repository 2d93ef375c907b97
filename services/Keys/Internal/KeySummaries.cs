using NanoBanana.Contracts.Keys;
using NanoBanana.Keys.ApiKeys;
using NanoBanana.Keys.Data;

namespace NanoBanana.Keys.Internal;

/// <summary>Keys as other services may show them.</summary>
internal static class KeySummaries
{
    public static IQueryable<KeySummary> Summarise(this IQueryable<ApiKey> keys) => keys.Select(static key => new KeySummary(
        key.Id,
        key.Name,
        key.Prefix,
        key.RevokedAt == null && (key.ExpiresAt == null || key.ExpiresAt > KeysDbContext.Now()),
        key.CreatedAt));
}

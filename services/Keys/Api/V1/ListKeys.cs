using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Keys.ApiKeys;
using NanoBanana.Keys.Data;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Keys.Api.V1;

internal sealed record ListKeysResponse(IReadOnlyList<ListedKey> Keys);

/// <summary>A key as its owner sees it ever after.</summary>
internal sealed record ListedKey(
    Guid Id, string Name, string Prefix, bool IsActive, DateTimeOffset? LastUsedAt, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

internal static class ListKeys
{
    public static async Task<Ok<ListKeysResponse>> HandleAsync(Caller caller, KeysDbContext db, CancellationToken cancellationToken)
    {
        var keys = await db.ApiKeys
            .Where(key => key.AccountId == caller.AccountId && key.Kind == ApiKeyKind.User)
            .OrderByDescending(static key => key.CreatedAt).ThenByDescending(static key => key.Id)
            .Select(static key => new ListedKey(
                key.Id,
                key.Name,
                key.Prefix,
                key.RevokedAt == null && (key.ExpiresAt == null || key.ExpiresAt > KeysDbContext.Now()),
                key.LastUsedAt,
                key.CreatedAt,
                key.ExpiresAt))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new ListKeysResponse(keys));
    }
}

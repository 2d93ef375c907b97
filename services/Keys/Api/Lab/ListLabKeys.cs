using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Keys.ApiKeys;
using NanoBanana.Keys.Data;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Keys.Api.Lab;

internal sealed record LabKeyList(IReadOnlyList<ListedLabKey> Keys, int Total);

/// <summary>A key as its owner sees it ever after.</summary>
/// <param name="KeyPrefix">The first 16 characters, 12 of a key of <c>/v1/keys</c>: no more of it is known.</param>
internal sealed record ListedLabKey(
    Guid Id, string Name, string KeyPrefix, IReadOnlyList<string>? Scopes, DateTimeOffset? LastUsedAt, DateTimeOffset? ExpiresAt,
    DateTimeOffset CreatedAt, bool IsExpired);

internal static class ListLabKeys
{
    public static async Task<Ok<LabKeyList>> HandleAsync(Caller caller, KeysDbContext db, CancellationToken cancellationToken)
    {
        var keys = await db.ApiKeys
            .Where(key => key.AccountId == caller.AccountId && key.Kind == ApiKeyKind.User && key.RevokedAt == null)
            .OrderByDescending(static key => key.CreatedAt).ThenByDescending(static key => key.Id)
            .Select(static key => new ListedLabKey(
                key.Id,
                key.Name,
                key.Prefix,
                LabKeyScopes.Show(key.Scopes),
                key.LastUsedAt,
                key.ExpiresAt,
                key.CreatedAt,
                key.ExpiresAt != null && key.ExpiresAt <= KeysDbContext.Now()))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new LabKeyList(keys, keys.Count));
    }
}

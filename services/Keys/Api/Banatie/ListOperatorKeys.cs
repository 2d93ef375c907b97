using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts.Billing;
using NanoBanana.Keys.ApiKeys;
using NanoBanana.Keys.Data;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Json;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Keys.Api.Banatie;

/// <param name="Total">How many there are, whatever a page shows of them.</param>
internal sealed record OperatorKeyList(IReadOnlyList<ListedOperatorKey> Keys, int Total);

/// <summary>A key as operators see it ever after.</summary>
/// <param name="Type"><c>master</c>, <c>project</c> or <c>user</c>.</param>
/// <param name="CreatedBy">The key, or the user, that made it; null when the product did.</param>
internal sealed record ListedOperatorKey(
    Guid Id,
    string Type,
    [property: JsonPropertyName("projectId")] string? ProjectId,
    string? Name,
    IReadOnlyList<string> Scopes,
    [property: JsonPropertyName("isActive")] bool IsActive,
    [property: JsonPropertyName("createdAt"), JsonConverter(typeof(UtcMillisecondsConverter))] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("expiresAt"), JsonConverter(typeof(UtcMillisecondsConverter))] DateTimeOffset? ExpiresAt,
    [property: JsonPropertyName("lastUsedAt"), JsonConverter(typeof(UtcMillisecondsConverter))] DateTimeOffset? LastUsedAt,
    [property: JsonPropertyName("createdBy")] Guid? CreatedBy);

internal static class ListOperatorKeys
{
    private const int MaxLimit = 1_000;

    /// <param name="all">Whether keys of users are listed as well.</param>
    /// <param name="limit">1 to 1,000, which is the default.</param>
    /// <param name="before">The id of a listed key: the list goes on behind it.</param>
    public static async Task<Results<Ok<OperatorKeyList>, FailureResult>> HandleAsync(
        string? all, string? limit, string? before, KeysDbContext db, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var withUsers = ListQuery.Bool(validation, "all", all);
        var most = validation.QueryInt("limit", limit, MaxLimit, 1, MaxLimit);
        var listed = withUsers ? db.ApiKeys : db.ApiKeys.Where(static key => key.AccountId == OperatorAccount.Id && key.Kind != ApiKeyKind.User);
        var mark = string.IsNullOrEmpty(before) ? null : await MarkAsync(listed, before, cancellationToken);
        if (mark is null && !string.IsNullOrEmpty(before))
            validation.Add("before", "value_error", "before must be the id of a listed key", "query");
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var keys = await Behind(listed, mark)
            .OrderByDescending(static key => key.CreatedAt).ThenByDescending(static key => key.Id).Take(most)
            .Select(static key => new ListedOperatorKey(
                key.Id,
                key.Kind == ApiKeyKind.Master ? "master" : key.Kind == ApiKeyKind.Project ? "project" : "user",
                key.ProjectId,
                key.Name == "" ? null : key.Name,
                key.Scopes,
                key.RevokedAt == null && (key.ExpiresAt == null || key.ExpiresAt > KeysDbContext.Now()),
                key.CreatedAt,
                key.ExpiresAt,
                key.LastUsedAt,
                key.CreatedBy))
            .ToListAsync(cancellationToken);

        // What is not cut off needs no count.
        var total = mark is null && keys.Count < most ? keys.Count : await listed.CountAsync(cancellationToken);
        return TypedResults.Ok(new OperatorKeyList(keys, total));
    }

    private static async Task<Mark?> MarkAsync(IQueryable<ApiKey> listed, string text, CancellationToken cancellationToken) => Guid.TryParseExact(text, "D", out var id)
        ? await listed.Where(key => key.Id == id).Select(static key => new Mark(key.CreatedAt, key.Id)).SingleOrDefaultAsync(cancellationToken)
        : null;

    private static IQueryable<ApiKey> Behind(IQueryable<ApiKey> listed, Mark? mark) => mark is not { } last
        ? listed
        : listed.Where(key => key.CreatedAt < last.CreatedAt || (key.CreatedAt == last.CreatedAt && key.Id.CompareTo(last.Id) < 0));

    private sealed record Mark(DateTimeOffset CreatedAt, Guid Id);
}

using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Moderation;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Admin;

/// <summary>A prompt that was blocked.</summary>
/// <param name="UserId">The account that asked.</param>
/// <param name="Family">The wire family of the call.</param>
/// <param name="Check"><c>keyword</c> or <c>ai</c>.</param>
/// <param name="Category"><c>minors</c>, <c>sexual</c>, <c>violence</c>, <c>hate</c>, <c>self_harm</c>, <c>illegal</c> or <c>banned</c>.</param>
/// <param name="Rule">The phrase, or the model's name of the category with its score.</param>
/// <param name="PromptExcerpt">The first 200 characters; null where none are kept.</param>
internal sealed record BlockedPromptView(
    long Id, Guid UserId, Guid? KeyId, string Family, string Mode, string SafetyLevel, string Check, string Category, string Rule, string? PromptExcerpt, DateTimeOffset CreatedAt);

/// <summary>A page of them, newest first.</summary>
internal sealed record BlockedPromptListView(IReadOnlyList<BlockedPromptView> Logs, int Limit, int Offset, bool HasMore);

internal static class ListBlocked
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 100;
    private const int MaxOffset = 10_000;

    /// <param name="user_id">Only of this account.</param>
    /// <param name="check"><c>keyword</c> or <c>ai</c>.</param>
    /// <param name="category">Only of this one.</param>
    /// <param name="safety_level"><c>strict</c>, <c>moderate</c>, <c>relaxed</c> or <c>none</c>.</param>
    /// <param name="limit">1 to 100, 50 unless given.</param>
    /// <param name="offset">How many to pass over: 0 to 10,000, 0 unless given.</param>
    public static async Task<Results<Ok<BlockedPromptListView>, FailureResult>> HandleAsync(
        string? user_id, string? check, string? category, string? safety_level, string? limit, string? offset, ModerationPages pages, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        Guid? account = null;
        if (!string.IsNullOrEmpty(user_id))
        {
            if (Guid.TryParseExact(user_id, "D", out var parsed))
                account = parsed;
            else
                validation.Add("user_id", "uuid_parsing", "Input should be a valid UUID", "query");
        }

        var query = new ModerationQuery(
            account, Among(validation, "check", check, Verdict.Checks), Among(validation, "category", category, Categories.All),
            Among(validation, "safety_level", safety_level, SafetyLevels.Names),
            validation.QueryInt("limit", limit, DefaultLimit, 1, MaxLimit), validation.QueryInt("offset", offset, 0, 0, MaxOffset));
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var notes = await pages.ReadAsync(query, cancellationToken);
        return TypedResults.Ok(new BlockedPromptListView([.. notes.Take(query.Limit).Select(ViewOf)], query.Limit, query.Offset, notes.Count > query.Limit));
    }

    private static string? Among(RequestValidation validation, string field, string? text, string[] allowed) =>
        ListQuery.OneOf(validation, field, text, allowed, "") is { Length: > 0 } chosen ? chosen : null;

    private static BlockedPromptView ViewOf(ModerationNote note) => new(
        note.Id, note.AccountId, note.KeyId, note.Family, note.Mode, note.Level, note.Check, note.Category, note.Rule, note.Excerpt, note.At);
}

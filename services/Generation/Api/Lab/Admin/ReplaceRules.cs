using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Moderation;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Admin;

/// <param name="Keywords">All of them, in place of those before: at most 500 words or phrases of 1 to 100 characters, each with a letter or a digit.</param>
/// <param name="Reason">For the audit log, at most 500 characters.</param>
internal sealed record ReplaceRulesRequest(IReadOnlyList<string?>? Keywords, string? Reason);

internal sealed record ReplacedRulesView(bool Success, string Message, RulesView Rules);

internal static class ReplaceRules
{
    private const int MaxKeywords = 500;
    private const int MaxKeyword = 100;
    private const int MaxReason = 500;

    public static async Task<Results<Ok<ReplacedRulesView>, FailureResult>> HandleAsync(
        ReplaceRulesRequest body, Caller caller, RuleStore store, RuleWatch watch, KeywordFilter filter, AiModeration model, IOptions<ModerationOptions> options,
        CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var keywords = Read(body.Keywords, validation);
        if (!string.IsNullOrEmpty(body.Reason))
            validation.Text("reason", body.Reason, 1, MaxReason, required: false);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var detail = JsonSerializer.Serialize(new ReplaceRulesRequest(keywords, Reason: null), GenerationJsonContext.Default.ReplaceRulesRequest);
        await store.ReplaceAsync(keywords, caller.Principal, new AdminAct("moderation.rules", "keywords", body.Reason, detail), cancellationToken);

        // Here at once; every other process asks within seconds.
        var own = await watch.ReadAsync(cancellationToken);
        return TypedResults.Ok(new ReplacedRulesView(Success: true, "Moderation rules updated", GetRules.ViewOf(own, filter, model, options.Value)));
    }

    private static List<string> Read(IReadOnlyList<string?>? given, RequestValidation validation)
    {
        if (given is null)
            validation.Add("keywords", "missing", "Field required");
        else if (given.Count > MaxKeywords)
            validation.Add("keywords", "too_long", $"List should have at most {MaxKeywords} items");
        var keywords = (given ?? []).Take(MaxKeywords).Select(static keyword => keyword?.Trim()).ToList();
        for (var i = 0; i < keywords.Count; i++)
        {
            validation.Text($"keywords -> {i}", keywords[i], 1, MaxKeyword);
            if (keywords[i] is { Length: > 0 } keyword && PromptWords.Of(keyword).Count == 0)
                validation.Add($"keywords -> {i}", "value_error", "Input should have a letter or a digit");
        }

        return [.. keywords.Select(static keyword => keyword ?? "").Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}

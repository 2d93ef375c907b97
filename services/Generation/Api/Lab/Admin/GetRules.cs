using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Moderation;

namespace NanoBanana.Generation.Api.Lab.Admin;

/// <summary>What is looked for in prompts.</summary>
/// <param name="Enabled">False when nothing is.</param>
/// <param name="Keywords">Those that <c>PUT</c> replaces, which hold at every level.</param>
/// <param name="Ai">Null when no model is asked.</param>
/// <param name="Rules">All words and phrases, those of the configuration and of <paramref name="Keywords"/> included.</param>
/// <param name="UpdatedAt">When <paramref name="Keywords"/> were last replaced; null when never.</param>
internal sealed record RulesView(
    bool Enabled, string DefaultLevel, IReadOnlyList<string> Keywords, AiRulesView? Ai, IReadOnlyList<KeywordRuleView> Rules, DateTimeOffset? UpdatedAt);

/// <summary>How the model is asked.</summary>
/// <param name="Thresholds">By level, from 0 to 1: from which score on a prompt is refused.</param>
/// <param name="MinorsThreshold">The same for what is sexual with minors, at each of these levels.</param>
internal sealed record AiRulesView(string Model, IReadOnlyDictionary<string, double> Thresholds, double MinorsThreshold);

/// <param name="Source"><c>built_in</c>, <c>configured</c> or <c>own</c>.</param>
/// <param name="Levels">Where it holds.</param>
internal sealed record KeywordRuleView(string Keyword, string Category, string Source, IReadOnlyList<string> Levels);

internal static class GetRules
{
    public static async Task<Ok<RulesView>> HandleAsync(
        RuleWatch watch, KeywordFilter filter, AiModeration model, IOptions<ModerationOptions> options, CancellationToken cancellationToken) =>
        TypedResults.Ok(ViewOf(await watch.ReadAsync(cancellationToken), filter, model, options.Value));

    public static RulesView ViewOf(OwnKeywords own, KeywordFilter filter, AiModeration model, ModerationOptions options) => new(
        options.Enabled, options.DefaultLevel, own.Keywords, model.IsEnabled ? new AiRulesView(AiModeration.Model, Thresholds(), AiThresholds.Minors) : null,
        [.. filter.Rules.Select(static rule => new KeywordRuleView(rule.Phrase, rule.Category, rule.Source, LevelsOf(rule)))], own.UpdatedAt);

    private static Dictionary<string, double> Thresholds() => SafetyLevels.Names.Where(static name => AiThresholds.Of(SafetyLevels.Parse(name)!.Value) is not null)
        .ToDictionary(static name => name, static name => AiThresholds.Of(SafetyLevels.Parse(name)!.Value)!.Value, StringComparer.Ordinal);

    private static List<string> LevelsOf(KeywordRule rule) => [.. SafetyLevels.Names.Where(name => rule.HoldsAt(SafetyLevels.Parse(name)!.Value))];
}

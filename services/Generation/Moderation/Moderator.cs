using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Jobs;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Moderation;

/// <summary>
/// The one gate that every prompt passes before anything is held, stored or sent: the keywords of its level, then the model where there is one. A prompt that may
/// pass costs no statement.
/// <para>
/// When the model does not answer, a prompt passes, because the provider judges it again; only <c>strict</c> is answered with a 503, because its
/// caller asked for more than what the provider does.
/// </para>
/// </summary>
internal sealed partial class Moderator(
    KeywordFilter keywords, AiModeration model, ModerationLog log, GenerationMetrics metrics, IOptions<ModerationOptions> options, ILogger<Moderator> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private readonly SafetyLevel _default = SafetyLevels.Parse(options.Value.DefaultLevel)!.Value;

    /// <summary>Why these must not be made; null when they may.</summary>
    public async Task<ApiFailure?> RefuseAsync(IReadOnlyList<GenerationRequest> requests, Principal caller, CancellationToken cancellationToken)
    {
        var level = SafetyLevels.Parse(requests[0].SafetyLevel) ?? _default;
        foreach (var request in requests)
        {
            if (TextsOf(request).Select(text => keywords.Find(text, level)).FirstOrDefault(static rule => rule is not null) is { } rule)
                return await BlockAsync(request, caller, level, new Verdict(Verdict.Keyword, rule.Category, rule.Phrase));
        }

        return model.IsEnabled && AiThresholds.Of(level) is not null ? await AskAsync(requests, caller, level, cancellationToken) : null;
    }

    /// <summary>The same of a text that is no request yet.</summary>
    public async Task<ApiFailure?> RefuseAsync(string text, string mode, Principal caller) => keywords.Find(text) is { } rule
        ? await BlockAsync(new GenerationRequest(text, 0, 0, 0, "", mode, "lab"), caller, _default, new Verdict(Verdict.Keyword, rule.Category, rule.Phrase))
        : null;

    private async Task<ApiFailure?> AskAsync(IReadOnlyList<GenerationRequest> requests, Principal caller, SafetyLevel level, CancellationToken cancellationToken)
    {
        // The instructions' words are not the caller's: only what was written is judged.
        if (await model.AskAsync([.. requests.Select(static request => string.Join('\n', TextsOf(request)))], cancellationToken) is not { } scores)
        {
            metrics.ModerationUnanswered();
            Log.Unanswered(logger, SafetyLevels.NameOf(level));
            return level == SafetyLevel.Strict ? new ApiFailure(ErrorCodes.ServiceUnavailable) { RetryAfter = Pause } : null;
        }

        for (var i = 0; i < requests.Count; i++)
        {
            if (AiThresholds.Judge(scores[i], level) is { } verdict)
                return await BlockAsync(requests[i], caller, level, verdict);
        }

        return null;
    }

    private async Task<ApiFailure> BlockAsync(GenerationRequest request, Principal caller, SafetyLevel level, Verdict verdict)
    {
        metrics.PromptBlocked(verdict.Check, verdict.Category);
        await log.AddAsync(caller, request, level, verdict);
        return new ApiFailure(ErrorCodes.PromptBlocked);
    }

    private static IEnumerable<string> TextsOf(GenerationRequest request) => request.SearchContext is { } context ? [request.Prompt, context] : [request.Prompt];

    private static partial class Log
    {
        [LoggerMessage(EventId = 3720, Level = LogLevel.Warning, Message = "The moderation model did not answer for a prompt of level {Level}.")]
        public static partial void Unanswered(ILogger logger, string level);
    }
}

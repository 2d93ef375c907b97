using Microsoft.Extensions.Options;
using NanoBanana.Generation.Library;

namespace NanoBanana.Generation.Moderation;

/// <summary>Brings the operators' words to this process' filter, every few seconds, by one row that is read only when it has changed.</summary>
internal sealed partial class RuleWatch(RuleStore store, KeywordFilter filter, IOptions<ModerationOptions> options, TimeProvider time, ILogger<RuleWatch> logger)
    : DatabaseWatch(TimeSpan.FromSeconds(options.Value.RulesSeconds), time)
{
    private OwnKeywords _known = OwnKeywords.None;

    /// <summary>What is kept now; it holds here from now on.</summary>
    public async Task<OwnKeywords> ReadAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        return _known;
    }

    protected override async Task LearnAsync(CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(_known.Version, cancellationToken) is { } newer)
        {
            filter.Replace(newer.Keywords);
            _known = newer;
        }
    }

    protected override void NotLearnt(Exception exception) => Log.NotRead(logger, exception.GetType().Name);

    private static partial class Log
    {
        [LoggerMessage(EventId = 3722, Level = LogLevel.Warning, Message = "Banned keywords were not read ({Failure}); those known before hold.")]
        public static partial void NotRead(ILogger logger, string failure);
    }
}

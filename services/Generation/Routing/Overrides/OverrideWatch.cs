using NanoBanana.Generation.Library;

namespace NanoBanana.Generation.Routing;

/// <summary>
/// Brings what operators set of providers to this process, every second. While the database does not answer nothing can be stored that a change
/// could have stopped.
/// </summary>
internal sealed partial class OverrideWatch(OverrideStore store, ProviderOverrides overrides, TimeProvider time, ILogger<OverrideWatch> logger)
    : DatabaseWatch(TimeSpan.FromSeconds(1), time)
{
    protected override async Task LearnAsync(CancellationToken cancellationToken) => overrides.Learn(await store.ReadAsync(cancellationToken));

    protected override void NotLearnt(Exception exception) => Log.NotRead(logger);

    private static partial class Log
    {
        [LoggerMessage(EventId = 3330, Level = LogLevel.Warning, Message = "What operators set of providers could not be read; what was known holds on.")]
        public static partial void NotRead(ILogger logger);
    }
}

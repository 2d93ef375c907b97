using System.Runtime.CompilerServices;
using Npgsql;

namespace NanoBanana.Generation.Events;

/// <summary>
/// Follows an account's log for one reader. Each reader looks for itself, by one statement on the primary key: when it is told that the log
/// has grown, and every <see cref="EventSignals.Pace"/> besides, so that a lost message costs seconds and no event. What that costs is half
/// a statement a second for each reader at rest.
/// </summary>
internal sealed partial class EventFollower(EventLog log, EventSignals signals, ILogger<EventFollower> logger)
{
    /// <summary>
    /// A page for each look, also when there was nothing new, and while Postgres is away, which the reader is not told of. It ends
    /// after a page with <see cref="EventPage.ExpiredBefore"/>.
    /// </summary>
    public async IAsyncEnumerable<EventPage> FollowAsync(
        Guid accountId, long after, string[]? types, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var listener = signals.Listen(accountId);
        while (true)
        {
            var page = await LookAsync(accountId, after, types, limit, cancellationToken);
            yield return page;
            if (page.ExpiredBefore is not null)
                yield break;
            after = page.Next;
            if (!page.HasMore)
                await listener.WaitAsync(EventSignals.Pace, cancellationToken);
        }
    }

    private async Task<EventPage> LookAsync(Guid accountId, long after, string[]? types, int limit, CancellationToken cancellationToken)
    {
        try
        {
            return await log.ReadAsync(accountId, after, types, limit, cancellationToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            Log.NotRead(logger, exception);
            return new EventPage([], after, after);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3350, Level = LogLevel.Warning, Message = "An event log could not be read; its readers look again in a moment.")]
        public static partial void NotRead(ILogger logger, Exception exception);
    }
}

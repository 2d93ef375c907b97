using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// For what a job has learned and must not lose: a database that restarts meanwhile is waited for, up to half a minute. Only for
/// statements that may run twice, because the answer to the first may have been lost after it was done.
/// </summary>
internal sealed partial class DatabasePatience(TimeProvider time, ILogger<DatabasePatience> logger)
{
    private const int Tries = 60;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public async Task<T> AskAsync<T>(Func<Task<T>> statement)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await statement();
            }
            catch (Exception exception) when (attempt < Tries && DependencyOutage.Find(exception) is not null)
            {
                Log.NotWritten(logger, attempt, exception);
                await Task.Delay(Pause, time);
            }
        }
    }

    public Task AskAsync(Func<Task> statement) => AskAsync(async () =>
    {
        await statement();
        return true;
    });

    private static partial class Log
    {
        [LoggerMessage(EventId = 3012, Level = LogLevel.Warning, Message = "What a job has learned could not be written (try {Try}).")]
        public static partial void NotWritten(ILogger logger, int @try, Exception exception);
    }
}

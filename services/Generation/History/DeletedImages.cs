using NanoBanana.Generation.Storage;
using NanoBanana.Generation.Thumbnails;
using Npgsql;

namespace NanoBanana.Generation.History;

/// <summary>
/// Removes the bytes of images that their owners deleted. From the deletion on nobody is shown them; a store that does not answer is asked again.
/// The row stays, because a job's receipt counts what was made.
/// </summary>
internal sealed partial class DeletedImages(NpgsqlDataSource database, IImageStore store, TimeProvider time, ILogger<DeletedImages> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);
    private const int Piece = 50;

    // The lock keeps two processes from removing the same; a process that dies gives it back.
    private const string Take = """
        SELECT job_id, image, deleted_key FROM generation.images WHERE deleted_key IS NOT NULL ORDER BY deleted_at LIMIT $1 FOR UPDATE SKIP LOCKED
        """;

    private const string Gone = """
        UPDATE generation.images AS image SET deleted_key = NULL FROM unnest($1, $2) AS gone (job_id, image)
        WHERE image.job_id = gone.job_id AND image.image = gone.image
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await RemoveAsync(stoppingToken) == Piece)
                {
                }
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or OperationCanceledException)
            {
                if (!stoppingToken.IsCancellationRequested)
                    Log.NotRemoved(logger, exception);
            }

            await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> RemoveAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var due = new List<(Guid JobId, int Image, string Key)>();
        await using (var taking = new NpgsqlCommand(Take, connection) { Parameters = { new() { Value = Piece } } })
        await using (var row = await taking.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
                due.Add((row.GetGuid(0), row.GetInt32(1), row.GetString(2)));
        }

        if (due.Count == 0)
            return 0;
        var gone = await Task.WhenAll(due.Select(image => IsGoneAsync(image, cancellationToken)));
        due = [.. due.Where((_, place) => gone[place])];
        await using var noting = new NpgsqlCommand(Gone, connection);
        noting.Parameters.Add(new() { Value = due.Select(static image => image.JobId).ToArray() });
        noting.Parameters.Add(new() { Value = due.Select(static image => image.Image).ToArray() });
        await noting.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return due.Count;
    }

    private async Task<bool> IsGoneAsync((Guid JobId, int Image, string Key) image, CancellationToken cancellationToken)
    {
        try
        {
            await store.DeleteAsync(image.Key, cancellationToken);
            await store.DeleteAsync(ThumbnailNames.StorageKey(image.JobId, image.Image), cancellationToken);
            return true;
        }
        catch (ImageStoreException exception)
        {
            Log.NotRemoved(logger, exception);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3370, Level = LogLevel.Warning, Message = "Deleted images could not be removed from the store; they will be.")]
        public static partial void NotRemoved(ILogger logger, Exception exception);
    }
}

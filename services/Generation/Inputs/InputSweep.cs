using Microsoft.Extensions.Options;
using NanoBanana.Generation.Storage;
using Npgsql;

namespace NanoBanana.Generation.Inputs;

/// <summary>Removes uploaded images when their time is over: seldom, some at a time, first the bytes and then what is known of them.</summary>
internal sealed partial class InputSweep(
    NpgsqlDataSource database, IImageStore store, IOptions<InputOptions> options, TimeProvider time, ILogger<InputSweep> logger) : BackgroundService
{
    private const int Piece = 200;
    private static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pace = TimeSpan.FromHours(1);

    private const string Due = "SELECT id, storage_key FROM generation.inputs WHERE created_at < now() - $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED";
    private const string Forget = "DELETE FROM generation.inputs WHERE id = ANY ($1)";

    /// <summary>One piece; the result is how many were due.</summary>
    internal async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var due = new List<(Guid Id, string Key)>();
        await using (var asking = new NpgsqlCommand(Due, connection) { Parameters = { new() { Value = TimeSpan.FromDays(options.Value.KeepDays) }, new() { Value = Piece } } })
        await using (var row = await asking.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
                due.Add((row.GetGuid(0), row.GetString(1)));
        }

        if (due.Count == 0)
            return 0;
        await Task.WhenAll(due.Select(input => store.DeleteAsync(input.Key, cancellationToken)));
        await using var forgetting = new NpgsqlCommand(Forget, connection) { Parameters = { new() { Value = due.Select(static input => input.Id).ToArray() } } };
        await forgetting.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return due.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var wait = FirstAfter; ; wait = Pace)
        {
            await Task.Delay(wait, time, stoppingToken);
            try
            {
                while (await SweepAsync(stoppingToken) == Piece)
                {
                }
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or ImageStoreException)
            {
                Log.NotSwept(logger, exception);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3750, Level = LogLevel.Warning, Message = "Uploaded images whose time is over could not be removed; they will be.")]
        public static partial void NotSwept(ILogger logger, Exception exception);
    }
}

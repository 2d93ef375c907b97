using System.Text.Json;
using NanoBanana.Contracts.Notifications;
using NanoBanana.Identity.Notifications;
using Npgsql;

namespace NanoBanana.Identity.Announcements;

/// <summary>
/// Tells users what was announced, a piece of them at a time. Replicas share the work by the announcement's row lock; a process that dies tells
/// nobody twice, because the piece and how far it came are one transaction and a notification's id is that of announcement and user.
/// </summary>
internal sealed partial class AnnouncementDelivery(
    NpgsqlDataSource database, NotificationPushes pushes, TimeProvider time, ILogger<AnnouncementDelivery> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);
    private const int Piece = 1_000;

    private const string Take = """
        SELECT id, title, content, type, ends_at <= now() AS is_over, told_up_to, target_tiers, broadcast_type FROM identity.announcements
        WHERE finished_at IS NULL AND is_active AND starts_at <= now() ORDER BY starts_at LIMIT 1 FOR UPDATE SKIP LOCKED
        """;

    private const string Tell = """
        WITH whom AS (
            SELECT id, tier FROM identity.users WHERE id > $2 ORDER BY id LIMIT $6),
        told AS (
            INSERT INTO identity.notifications (id, account_id, type, title, message, data, created_at)
            SELECT md5($1::text || whom.id)::uuid, whom.id, $8, $3, $4, $5, now()
            FROM whom WHERE $7::text[] IS NULL OR whom.tier = ANY ($7) ORDER BY 1
            ON CONFLICT (id) DO NOTHING RETURNING id, account_id, created_at),
        piece AS (SELECT count(*) AS users, (max(id::text))::uuid AS last FROM whom),
        noted AS (
            UPDATE identity.announcements AS row SET told_up_to = coalesce(piece.last, row.told_up_to), finished_at = CASE WHEN piece.users < $6 THEN now() END
            FROM piece WHERE row.id = $1)
        SELECT piece.users, told.id, told.account_id, told.created_at FROM piece LEFT JOIN told ON true
        """;

    /// <summary>One piece of what is due; false when nothing is.</summary>
    internal async Task<bool> DeliverAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await TakeAsync(connection, cancellationToken) is not { } due)
            return false;
        var told = due.IsOver ? await CloseAsync(connection, due, cancellationToken) : await TellAsync(connection, due, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var notification in told)
            pushes.Push(notification);
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await DeliverAsync(stoppingToken))
                {
                }
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                Log.NotTold(logger, exception);
            }
        }
    }

    private static async Task<Due?> TakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var taking = new NpgsqlCommand(Take, connection);
        await using var row = await taking.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new Due(
                row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), !row.IsDBNull(4) && row.GetBoolean(4), row.GetGuid(5),
                row.IsDBNull(6) ? null : row.GetFieldValue<string[]>(6), row.IsDBNull(7) ? null : row.GetString(7))
            : null;
    }

    private static async Task<IReadOnlyList<NewNotification>> CloseAsync(NpgsqlConnection connection, Due due, CancellationToken cancellationToken)
    {
        await using var closing = new NpgsqlCommand("UPDATE identity.announcements SET finished_at = now() WHERE id = $1", connection);
        closing.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = due.Id });
        await closing.ExecuteNonQueryAsync(cancellationToken);
        return [];
    }

    private static async Task<IReadOnlyList<NewNotification>> TellAsync(NpgsqlConnection connection, Due due, CancellationToken cancellationToken)
    {
        var data = due.BroadcastType is null ? $$"""{"announcement_id":"{{due.Id}}","level":"{{due.Type}}"}""" : BroadcastStore.DataOf(due.Id);
        var type = due.BroadcastType ?? NotificationTypes.Announcement;
        await using var telling = new NpgsqlCommand(Tell, connection);
        telling.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = due.Id });
        telling.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = due.ToldUpTo });
        telling.Parameters.Add(new NpgsqlParameter<string> { TypedValue = due.Title });
        telling.Parameters.Add(new NpgsqlParameter<string> { TypedValue = due.Content });
        telling.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb, Value = data });
        telling.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Piece });
        telling.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text, Value = due.Tiers ?? (object)DBNull.Value });
        telling.Parameters.Add(new NpgsqlParameter<string> { TypedValue = type });
        var told = new List<NewNotification>();
        await using var row = await telling.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            if (!row.IsDBNull(1))
            {
                told.Add(new NewNotification(
                    row.GetGuid(1), row.GetGuid(2), type, due.Title, due.Content, JsonElement.Parse(data), row.GetFieldValue<DateTimeOffset>(3)));
            }
        }

        return told;
    }

    private sealed record Due(Guid Id, string Title, string Content, string Type, bool IsOver, Guid ToldUpTo, string[]? Tiers, string? BroadcastType);

    private static partial class Log
    {
        [LoggerMessage(EventId = 1031, Level = LogLevel.Warning, Message = "An announcement could not be told to everybody yet; it will be.")]
        public static partial void NotTold(ILogger logger, Exception exception);
    }
}

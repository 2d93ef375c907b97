using System.Text.Json;
using NanoBanana.Contracts.Notifications;
using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Audit;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Identity.Announcements;

/// <summary>
/// Sends a notification to many. Users who are named get theirs at once, by one statement; all of some tiers, who may be a million, get theirs as an
/// announcement's are told: piece by piece, by whichever process, once each.
/// </summary>
internal sealed class BroadcastStore(NpgsqlDataSource database, AuditLog audit, AnnouncementStore announcements)
{
    private const string Send = """
        INSERT INTO identity.notifications (id, account_id, type, title, message, data, created_at)
        SELECT md5($1::text || users.id)::uuid, users.id, $2, $3, $4, $5, now() FROM identity.users AS users
        WHERE users.id = ANY ($6) AND ($7::text[] IS NULL OR users.tier = ANY ($7)) ORDER BY 1
        ON CONFLICT (id) DO NOTHING RETURNING id, account_id, created_at
        """;

    /// <summary>What programs learn of a broadcast from its notifications.</summary>
    public static string DataOf(Guid broadcastId) => $$"""{"broadcast_id":"{{broadcastId}}"}""";

    /// <summary>To those of these users who exist, of these tiers. The result is what was stored.</summary>
    /// <param name="broadcast">Its tiers are the ones meant.</param>
    public Task<IReadOnlyList<NewNotification>> SendAsync(
        Principal actor, Announcement broadcast, IReadOnlyCollection<Guid> userIds, AdminAct act, CancellationToken cancellationToken) =>
        audit.WithAsync(actor, act, connection => SendAsync(connection, broadcast, userIds, cancellationToken), cancellationToken);

    /// <summary>To all users of its tiers, from now on. The result is how many there are.</summary>
    public async Task<long> EnqueueAsync(Principal actor, Announcement broadcast, AdminAct act, CancellationToken cancellationToken)
    {
        await announcements.AddAsync(actor, broadcast, act, cancellationToken);
        await using var command = database.CreateCommand(
            "SELECT coalesce(sum(users), 0)::bigint FROM identity.user_counts WHERE $1::text[] IS NULL OR tier = ANY ($1)");
        AddTiers(command, broadcast.TargetTiers);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<IReadOnlyList<NewNotification>> SendAsync(
        NpgsqlConnection connection, Announcement broadcast, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken)
    {
        var data = DataOf(broadcast.Id);
        await using var sending = new NpgsqlCommand(Send, connection);
        sending.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = broadcast.Id });
        sending.Parameters.Add(new NpgsqlParameter<string> { TypedValue = broadcast.BroadcastType! });
        sending.Parameters.Add(new NpgsqlParameter<string> { TypedValue = broadcast.Title });
        sending.Parameters.Add(new NpgsqlParameter<string> { TypedValue = broadcast.Content });
        sending.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = data });
        sending.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. userIds] });
        AddTiers(sending, broadcast.TargetTiers);
        var sent = new List<NewNotification>();
        await using var row = await sending.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            sent.Add(new NewNotification(
                row.GetGuid(0), row.GetGuid(1), broadcast.BroadcastType!, broadcast.Title, broadcast.Content, JsonElement.Parse(data), row.GetFieldValue<DateTimeOffset>(2)));
        }

        return sent;
    }

    private static void AddTiers(NpgsqlCommand command, string[]? tiers) => command.Parameters.Add(
        new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = tiers ?? (object)DBNull.Value });
}

using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Audit;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Identity.Announcements;

/// <summary>Writes announcements together with their line in the audit log.</summary>
internal sealed class AnnouncementStore(AuditLog audit)
{
    private const string Add = """
        INSERT INTO identity.announcements (id, title, content, type, starts_at, ends_at, target_tiers, broadcast_type)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING created_at
        """;

    // One that ended before all were told goes on when its end is moved; one that was told to everybody is never told again. The two are told apart by when
    // they were finished: at its end or later, or before it.
    private const string Change = $"""
        UPDATE identity.announcements SET
            title = coalesce($2, title), content = coalesce($3, content), type = coalesce($4, type), starts_at = coalesce($5, starts_at),
            ends_at = CASE WHEN $6 THEN $7 ELSE ends_at END, target_tiers = CASE WHEN $8 THEN $9 ELSE target_tiers END, is_active = coalesce($10, is_active),
            finished_at = CASE WHEN finished_at >= ends_at AND $6 AND ($7 IS NULL OR $7 > now()) THEN NULL ELSE finished_at END
        WHERE id = $1 AND broadcast_type IS NULL RETURNING {ListedAnnouncement.Columns}
        """;

    /// <summary>When it was made.</summary>
    public Task<DateTimeOffset> AddAsync(Principal actor, Announcement announcement, AdminAct act, CancellationToken cancellationToken) =>
        audit.WithAsync(actor, act, connection => AddAsync(connection, announcement, cancellationToken), cancellationToken);

    /// <summary>One that exists, as it is from then on.</summary>
    /// <exception cref="PostgresException">Of the constraint <see cref="Announcement.Times"/>, when somebody else moved its start or end meanwhile.</exception>
    public Task<ListedAnnouncement> ChangeAsync(Principal actor, Guid id, AnnouncementChange change, AdminAct act, CancellationToken cancellationToken) =>
        audit.WithAsync(actor, act, connection => ChangeAsync(connection, id, change, cancellationToken), cancellationToken);

    private static async Task<DateTimeOffset> AddAsync(NpgsqlConnection connection, Announcement announcement, CancellationToken cancellationToken)
    {
        await using var adding = new NpgsqlCommand(Add, connection);
        adding.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = announcement.Id });
        adding.Parameters.Add(new NpgsqlParameter<string> { TypedValue = announcement.Title });
        adding.Parameters.Add(new NpgsqlParameter<string> { TypedValue = announcement.Content });
        adding.Parameters.Add(new NpgsqlParameter<string> { TypedValue = announcement.Type });
        adding.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = announcement.StartsAt });
        AddNullable(adding, NpgsqlDbType.TimestampTz, announcement.EndsAt);
        AddNullable(adding, NpgsqlDbType.Array | NpgsqlDbType.Text, announcement.TargetTiers);
        AddNullable(adding, NpgsqlDbType.Text, announcement.BroadcastType);
        return new DateTimeOffset((DateTime)(await adding.ExecuteScalarAsync(cancellationToken))!);
    }

    private static async Task<ListedAnnouncement> ChangeAsync(NpgsqlConnection connection, Guid id, AnnouncementChange change, CancellationToken cancellationToken)
    {
        await using var changing = new NpgsqlCommand(Change, connection);
        changing.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        AddNullable(changing, NpgsqlDbType.Text, change.Title);
        AddNullable(changing, NpgsqlDbType.Text, change.Content);
        AddNullable(changing, NpgsqlDbType.Text, change.Type);
        AddNullable(changing, NpgsqlDbType.TimestampTz, change.StartsAt);
        changing.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = change.SetsEnd });
        AddNullable(changing, NpgsqlDbType.TimestampTz, change.EndsAt);
        changing.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = change.SetsTiers });
        AddNullable(changing, NpgsqlDbType.Array | NpgsqlDbType.Text, change.TargetTiers);
        AddNullable(changing, NpgsqlDbType.Boolean, change.IsActive);
        await using var row = await changing.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? ListedAnnouncement.Read(row, 0)
            : throw new InvalidOperationException("Announcements are never removed.");
    }

    private static void AddNullable(NpgsqlCommand command, NpgsqlDbType type, object? value) =>
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
}

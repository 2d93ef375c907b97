using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Audit;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Identity.Announcements;

/// <summary>Writes announcements together with their line in the audit log.</summary>
internal sealed class AnnouncementStore(AuditLog audit)
{
    private const string Add = """
        INSERT INTO identity.announcements (id, title, content, type, starts_at, ends_at, target_tiers) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING created_at
        """;

    /// <summary>When it was made.</summary>
    public Task<DateTimeOffset> AddAsync(Principal actor, Announcement announcement, AdminAct act, CancellationToken cancellationToken) =>
        audit.WithAsync(actor, act, connection => AddAsync(connection, announcement, cancellationToken), cancellationToken);

    private static async Task<DateTimeOffset> AddAsync(NpgsqlConnection connection, Announcement announcement, CancellationToken cancellationToken)
    {
        await using var adding = new NpgsqlCommand(Add, connection);
        adding.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = announcement.Id });
        adding.Parameters.Add(new NpgsqlParameter<string> { TypedValue = announcement.Title });
        adding.Parameters.Add(new NpgsqlParameter<string> { TypedValue = announcement.Content });
        adding.Parameters.Add(new NpgsqlParameter<string> { TypedValue = announcement.Type });
        adding.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = announcement.StartsAt });
        adding.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = announcement.EndsAt ?? (object)DBNull.Value });
        adding.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = announcement.TargetTiers ?? (object)DBNull.Value });
        return new DateTimeOffset((DateTime)(await adding.ExecuteScalarAsync(cancellationToken))!);
    }
}

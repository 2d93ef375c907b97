namespace NanoBanana.Identity.Notifications;

/// <remarks>Rows of an account are locked in the order of the list, so that two who mark at once wait for each other and not in a circle.</remarks>
internal sealed partial class NotificationStore
{
    /// <summary>In one order, because two processes may bring the same ones at once.</summary>
    private const string Add = """
        INSERT INTO identity.notifications (id, account_id, type, title, message, data, created_at)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7) AS new (id, account_id, type, title, message, data, created_at) ORDER BY id
        ON CONFLICT (id) DO NOTHING RETURNING id
        """;

    private const string MarkSome = """
        WITH marked AS (
            SELECT id FROM identity.notifications WHERE account_id = $1 AND id = ANY ($2) AND deleted_at IS NULL AND NOT is_read
            ORDER BY created_at, id FOR UPDATE)
        UPDATE identity.notifications AS row SET read_at = now() FROM marked WHERE row.id = marked.id
        """;

    /// <summary>Goes on behind the piece before, whose entries in the index are dead and would be passed over one by one.</summary>
    private const string MarkPiece = """
        WITH marked AS (
            SELECT id, created_at FROM identity.notifications
            WHERE account_id = $1 AND deleted_at IS NULL AND NOT is_read AND (created_at, id) > ($2, $3)
            ORDER BY created_at, id LIMIT $4 FOR UPDATE),
        done AS (UPDATE identity.notifications AS row SET read_at = now() FROM marked WHERE row.id = marked.id)
        SELECT count(*) OVER (), created_at, id FROM marked ORDER BY created_at DESC, id DESC LIMIT 1
        """;

    /// <summary>What it said goes at once; that it was told stays, because it may be told again.</summary>
    private const string Delete = """
        UPDATE identity.notifications SET deleted_at = now(), title = '', message = NULL, data = '{}'
        WHERE account_id = $1 AND id = $2 AND deleted_at IS NULL
        """;

    private const string SweepPiece = """
        DELETE FROM identity.notifications WHERE id IN (
            SELECT id FROM identity.notifications WHERE created_at < now() - $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)
        """;
}

namespace NanoBanana.Keys.ApiKeys;

internal sealed partial class OperatorKeys
{
    // Whoever comes second waits at the unique index for whoever came first, and then finds the place taken: in any number of processes one row
    // at most is made. A key of any other door closes this one, revoked or not; the ready key of the local demo account does not. Found by its
    // id, so that a repetition after a lost answer is the same success.
    private const string Begin = """
        WITH made AS (
            INSERT INTO keys.api_keys (id, account_id, kind, door, key_hash, prefix, name, scopes, is_demo, is_initial)
            SELECT $1, $2, 'master', 'banatie', $3, $4, $5, '{*}', false, true
            WHERE NOT EXISTS (SELECT FROM keys.api_keys WHERE NOT is_demo)
            ON CONFLICT (is_initial) WHERE is_initial DO NOTHING RETURNING id)
        SELECT EXISTS (SELECT FROM made) OR EXISTS (SELECT FROM keys.api_keys WHERE id = $1)
        """;

    private const string Make = """
        WITH made AS (
            INSERT INTO keys.api_keys (id, account_id, kind, door, key_hash, prefix, name, scopes, project_id, created_by, expires_at, is_demo)
            VALUES ($1, $2, $3, 'banatie', $4, $5, $6, $7, $8, $9, now() + $10 * interval '24 hours', false)
            ON CONFLICT (id) DO NOTHING RETURNING id, created_at, expires_at),
        noted AS (
            INSERT INTO keys.audit (actor_id, key_id, action, target, detail, outcome)
            SELECT $11, $12, 'key.create', id::text, jsonb_build_object('type', $3, 'project_id', $8), 'done' FROM made)
        SELECT created_at, expires_at FROM made
        UNION ALL
        SELECT created_at, expires_at FROM keys.api_keys WHERE id = $1
        """;

    // Every revocation of a master key first locks the master keys that work, in one order, and reads them again behind that lock: of two at
    // once the second sees what the first has left. What is revoked already is not revoked once more, and not noted.
    private const string Revoke = """
        WITH masters AS MATERIALIZED (
            SELECT id FROM keys.api_keys WHERE kind = 'master' AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
            ORDER BY id FOR NO KEY UPDATE),
        target AS (
            SELECT id, kind = 'master' AND EXISTS (SELECT FROM masters WHERE masters.id = $1)
                AND NOT EXISTS (SELECT FROM masters WHERE masters.id <> $1) AS is_last
            FROM keys.api_keys WHERE id = $1 AND account_id = $2 AND kind IN ('project', 'master')),
        revoked AS (
            UPDATE keys.api_keys AS key SET revoked_at = now() FROM target
            WHERE key.id = target.id AND NOT target.is_last AND key.revoked_at IS NULL RETURNING key.id),
        noted AS (
            INSERT INTO keys.audit (actor_id, key_id, action, target, detail, outcome)
            SELECT $3, $4, 'key.revoke', id::text, '{}', 'done' FROM revoked)
        SELECT is_last FROM target
        """;
}

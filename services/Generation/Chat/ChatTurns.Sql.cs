namespace NanoBanana.Generation.Chat;

internal sealed partial class ChatTurns
{
    // The session is locked first: places so are numbered in the order in which they can be seen, and none appears before one that has looked.
    private const string Join = $"""
        WITH session AS (SELECT id FROM generation.chat_sessions WHERE id = $1 AND account_id = $2 FOR NO KEY UPDATE)
        INSERT INTO generation.chat_turns (session_id, alive_until) SELECT id, clock_timestamp() + interval '{WaitingSeconds} seconds' FROM session
        WHERE (SELECT count(*) FROM generation.chat_turns WHERE session_id = $1 AND job_id IS NULL AND alive_until > now()) < $3
        RETURNING id
        """;

    /// <summary>
    /// Says that it lives, removes the dead before it, and tells whether nobody is left there. A row that somebody is just prolonging is passed
    /// over and counts as alive: both cannot win, because either writes the row that the other wants.
    /// </summary>
    private const string Advance = $"""
        WITH mine AS (
            UPDATE generation.chat_turns SET alive_until = clock_timestamp() + interval '{WaitingSeconds} seconds' WHERE id = $1 RETURNING id, session_id),
        dead AS (
            SELECT turn.id FROM generation.chat_turns AS turn JOIN mine ON turn.session_id = mine.session_id AND turn.id < mine.id
            WHERE NOT coalesce((SELECT job.finished_at IS NULL FROM generation.jobs AS job WHERE job.id = turn.job_id), turn.alive_until > clock_timestamp())
            ORDER BY turn.id FOR UPDATE OF turn SKIP LOCKED),
        gone AS (
            DELETE FROM generation.chat_turns AS turn USING dead WHERE turn.id = dead.id RETURNING turn.id)
        SELECT NOT EXISTS (
            SELECT FROM generation.chat_turns AS turn WHERE turn.session_id = mine.session_id AND turn.id < mine.id AND turn.id NOT IN (SELECT id FROM gone))
        FROM mine
        """;

    private const string Bind = $"""
        UPDATE generation.chat_turns AS turn SET job_id = $2, alive_until = clock_timestamp() + interval '{StartSeconds} seconds'
        FROM generation.chat_sessions AS session WHERE turn.id = $1 AND session.id = turn.session_id
        RETURNING session.message_count
        """;

    private const string Leave = """
        DELETE FROM generation.chat_turns AS turn
        WHERE turn.id = $1 AND NOT EXISTS (SELECT FROM generation.jobs AS job WHERE job.id = turn.job_id AND job.finished_at IS NULL)
        """;

    private const string Exists = "SELECT EXISTS (SELECT FROM generation.chat_sessions WHERE id = $1 AND account_id = $2)";
}

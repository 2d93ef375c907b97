namespace NanoBanana.Generation.Chat;

internal sealed partial class ChatStore
{
    private const string Columns = "session.id, session.aspect_ratio, session.message_count, session.created_at, session.last_activity";

    private const string Create = $"""
        INSERT INTO generation.chat_sessions AS session (id, account_id, aspect_ratio) VALUES ($1, $2, $3)
        RETURNING {Columns}
        """;

    private const string Find = $"SELECT {Columns} FROM generation.chat_sessions AS session WHERE session.id = $1 AND session.account_id = $2";

    private const string Count = "SELECT coalesce((SELECT sessions FROM generation.chat_counts WHERE account_id = $1), 0)";

    private const string List = $"""
        SELECT {Columns} FROM generation.chat_sessions AS session WHERE session.account_id = $1
        ORDER BY session.last_activity DESC, session.id DESC LIMIT $2
        """;

    private const string Read = $"""
        SELECT {Columns}, message.role, message.content, message.created_at,
            image.job_id, image.image, image.name, image.media_type, image.storage_key IS NOT NULL, image.width, image.height, words.thinking
        FROM generation.chat_sessions AS session
        LEFT JOIN generation.chat_messages AS message ON message.session_id = session.id
        LEFT JOIN generation.images AS image ON image.job_id = message.job_id AND image.deleted_at IS NULL AND message.role = 'assistant'
        LEFT JOIN generation.image_words AS words ON words.job_id = image.job_id AND words.image = image.image
        WHERE session.id = $1 AND session.account_id = $2
        ORDER BY message.position
        """;

    // Messages, turns and the count go with it, by foreign keys and a trigger.
    private const string Delete = "DELETE FROM generation.chat_sessions WHERE id = $1 AND account_id = $2";

    private const string CountAt = """
        SELECT message.position FROM generation.chat_messages AS message JOIN generation.chat_sessions AS session ON session.id = message.session_id
        WHERE session.id = $1 AND session.account_id = $2 AND message.job_id = $3 AND message.role = 'assistant'
        """;
}

using NanoBanana.Generation.Tests.History;

namespace NanoBanana.Generation.Tests.Search;

/// <summary>Of one account 100,000 images, favourites and prompts, 1,000 projects, one of them with 10,000 images, and 2,000 chats; 100,000 templates and public projects and 8,000 chats of others.</summary>
public sealed class ManyThings : IAsyncLifetime
{
    // The first is the newest, and the last to be written.
    private const string Text = """
        'thing ' || md5(i::text) || ' common' || CASE WHEN i % 5000 = 0 THEN ' rareword' ELSE '' END || CASE WHEN i % 80 = 3 THEN ' medium' ELSE '' END
            || CASE WHEN i <= 600 THEN ' recent' ELSE '' END || CASE WHEN i <= 100 OR i BETWEEN 50001 AND 50300 THEN ' returning' ELSE '' END || CASE WHEN i > 90000 THEN ' ancient' ELSE '' END || ' image ' || i || ' of it'
        """;
    private readonly HistoryFixture _history = new();

    public static Guid Account { get; } = Guid.Parse("3f2504e0-4f89-41d3-9a0c-0305e82c3301");

    public static Guid Project { get; } = Guid.Parse("3f2504e0-4f89-41d3-9a0c-0305e82c3302");

    public Jobs.GenerationApplication Application => _history.Application;

    public async ValueTask InitializeAsync()
    {
        await _history.InitializeAsync();
        foreach (var sql in new[]
        {
            $"""
            INSERT INTO generation.images (job_id, image, account_id, media_type, width, height, byte_count, sha256, created_at, name, mode, prompt, took_ms)
            SELECT job.id, i + 1, '{Account}', 'image/png', 1, 1, 1, '', now() - i * interval '1 second', 'n', 'basic', {Text}, 1
            FROM (SELECT id FROM generation.jobs LIMIT 1) AS job, generate_series(100000, 1, -1) AS i
            """,
            $"INSERT INTO generation.prompts (id, owner, text, tags, language, search_text, created_at) SELECT gen_random_uuid(), '{Account}', 'p', '{"{}"}', 'en', {Text}, now() - i * interval '1 second' FROM generate_series(100000, 1, -1) AS i",
            $"""
            INSERT INTO generation.templates (id, account_id, name, prompt_template, variables, default_settings, tags, is_public, search_text, created_at)
            SELECT gen_random_uuid(), gen_random_uuid(), 'n', 'p', '[]', '{"{}"}', '{"{}"}', i % 2 = 0, {Text}, now() - i * interval '1 second' FROM generate_series(100000, 1, -1) AS i
            """,
            $"""
            INSERT INTO generation.projects (id, account_id, name, is_public, search_text, created_at, updated_at)
            SELECT CASE WHEN i = 1 THEN '{Project}' ELSE gen_random_uuid() END, CASE WHEN i <= 1000 THEN '{Account}'::uuid ELSE gen_random_uuid() END, 'n', i % 2 = 0, {Text},
                now() - i * interval '1 second', now() - i * interval '1 second'
            FROM generate_series(100000, 1, -1) AS i
            """,
            $"INSERT INTO generation.project_images (project_id, image_id) SELECT '{Project}', image_id FROM generation.images WHERE account_id = '{Account}' LIMIT 10000",
            $"INSERT INTO generation.favorites (id, account_id, image_id) SELECT gen_random_uuid(), account_id, image_id FROM generation.images WHERE account_id = '{Account}'",
            $"""
            INSERT INTO generation.chat_sessions (id, account_id, aspect_ratio, message_count, created_at, last_activity)
            SELECT md5(i::text)::uuid, CASE WHEN i <= 2000 THEN '{Account}'::uuid ELSE gen_random_uuid() END, '1:1', 2, now(), now() - i * interval '1 second' FROM generate_series(1, 10000) AS i
            """,
            $"""
            INSERT INTO generation.chat_messages (session_id, position, role, content, job_id, created_at)
            SELECT md5(i::text)::uuid, place, CASE place WHEN 1 THEN 'user' ELSE 'assistant' END, {Text}, md5(i::text)::uuid, now() FROM generate_series(1, 10000) AS i, generate_series(1, 2) AS place
            """,
            "VACUUM ANALYZE",
        })
        {
            await using var command = Application.Database.CreateCommand(sql);
            command.CommandTimeout = 300;
            if (sql.StartsWith("INSERT INTO generation.images", StringComparison.Ordinal))
                await _history.FillAsync(Guid.NewGuid(), 1);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>When the newest images with a word were made.</summary>
    public async Task<List<DateTimeOffset?>> NewestAsync(string word, int count)
    {
        await using var command = Application.Database.CreateCommand(
            $"SELECT created_at FROM generation.images WHERE account_id = '{Account}' AND prompt LIKE '% {word} %' ORDER BY created_at DESC LIMIT {count}");
        var times = new List<DateTimeOffset?>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            times.Add(row.GetFieldValue<DateTimeOffset>(0));
        return times;
    }

    public async Task<string> PromptAsync(int number) => (string)(await Application.ScalarAsync($"SELECT {Text} FROM (SELECT {number} AS i) AS one"))!;

    public ValueTask DisposeAsync() => _history.DisposeAsync();
}

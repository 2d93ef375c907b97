using System.Globalization;
using NanoBanana.Generation.Chat;
using NanoBanana.Generation.Data;
using NanoBanana.Generation.Favorites;
using NanoBanana.Generation.Projects;
using NanoBanana.Generation.Prompts;
using NanoBanana.Generation.Search;
using NanoBanana.ServiceDefaults.Data;
using NanoBanana.Testing;
using Npgsql;

namespace NanoBanana.Bench.Runs;

/// <summary>
/// How long pages of favourites, projects, chats and searches take when an account has a thousand of everything, a hundred thousand and a million, beside ten thousand
/// other accounts, and the plans of the searches at the end. <c>bench/run.sh library</c>, about five minutes.
/// </summary>
internal static class LibraryBench
{
    private const int Rounds = 20;
    private const int Piece = 50_000;
    private const int Others = 10_000;
    private const string Text = """
        'thing ' || md5(i::text) || ' common' || CASE WHEN i % 20000 = 7 THEN ' rareword' ELSE '' END || CASE WHEN i % 100 = 3 THEN ' medium' ELSE '' END || ' image ' || i || ' of it'
        """;
    private static readonly Guid Account = new("11111111-1111-1111-1111-111111111111");
    private static readonly Guid Project = new("22222222-2222-2222-2222-222222222222");
    private static readonly int[] Sizes = [1_000, 100_000, 1_000_000];
    private static readonly string[] Searches = ["rareword", "medium", "common", "thing common image", "thing common rareword", "image 777 it", "zebra crossing", "zz"];

    public static async Task RunAsync()
    {
        await using var database = NpgsqlDataSource.Create(NpgsqlExtensions.Tuned(await TestDatabase.CreateAsync<GenerationDbContext>()));
        ISearched[] types =
        [
            new ImageSearch(database, null!), new PromptSearch(database, new PromptLibrary(), new PromptStore(database)), new TemplateSearch(database), new ProjectSearch(database),
            new ChatSearch(database),
        ];
        await Statements.ExecuteAsync(database, $"""
            INSERT INTO generation.jobs (id, account_id, state, request, image_count, held_credits, price_version, provider_cost_micros, created_at, finished_at)
            VALUES ('{Project}', '{Account}', 'succeeded', '{"{}"}', 1, 20, 1, 0, now(), now())
            """);
        await FillOthersAsync(database);
        var filled = 0;
        foreach (var size in Sizes)
        {
            await Progress.ShowAsync($"Filling the library up to {size} of everything ...");
            for (; filled < size; filled += Math.Min(Piece, size - filled))
                await FillAsync(database, filled, Math.Min(Piece, size - filled));
            await Statements.ExecuteAsync(database, "VACUUM ANALYZE");
            await Console.Out.WriteLineAsync($"{size} of everything");
            await MeasureAsync(database, types);
        }

        foreach (var text in Searches)
            await ExplainAsync(database, types, text);
    }

    private static async Task MeasureAsync(NpgsqlDataSource database, ISearched[] types)
    {
        var (favorites, projects, chats, engine) = (new FavoritePages(database), new ProjectPages(database), new ChatStore(database), new SearchEngine(database));
        await Timing.ShowAsync(Rounds, "favourites", () => favorites.ReadAsync(Account, null, 20, 0, CancellationToken.None));
        await Timing.ShowAsync(Rounds, "favourites from the 900th", () => favorites.ReadAsync(Account, null, 20, 900, CancellationToken.None));
        await Timing.ShowAsync(Rounds, "projects", () => projects.ReadAsync(Account, 50, 0, CancellationToken.None));
        await Timing.ShowAsync(Rounds, "images of a project", () => projects.ImagesAsync(Account, Project, 100, 0, CancellationToken.None));
        await Timing.ShowAsync(Rounds, "from its 900th image", () => projects.ImagesAsync(Account, Project, 100, 900, CancellationToken.None));
        await Timing.ShowAsync(Rounds, "chats", () => chats.ListAsync(Account, CancellationToken.None));
        foreach (var text in Searches)
        {
            await Timing.ShowAsync(Rounds, $"search: {text}", () => engine.RankAsync(types, Query(text), 20, 0, CancellationToken.None));
            await Console.Out.WriteLineAsync($"    pages read: {await PagesAsync(database, types, text)}");
        }

        await Timing.ShowAsync(Rounds, "suggestions: com", () => engine.SuggestAsync(types, Query("com"), 5, CancellationToken.None));
    }

    private static SearchQuery Query(string text) => new(Account, new PromptOwner(Account, null), new SearchTerms(text), "http://localhost");

    // A project has 10,000 images and an account 1,000 projects at most; 99,000 more are public ones of others. Of the templates every second is public.
    private static async Task FillAsync(NpgsqlDataSource database, int from, int count)
    {
        var numbers = $"generate_series({from + 1}, {from + count}) AS i";
        await Statements.ExecuteAsync(database, $"""
            WITH made AS (
                INSERT INTO generation.images (job_id, image, account_id, media_type, width, height, byte_count, sha256, created_at, name, mode, prompt, took_ms)
                SELECT '{Project}', i, '{Account}', 'image/png', 1, 1, 1, '', to_timestamp(1728000000 + i), 'n', 'basic', {Text}, 1 FROM {numbers} RETURNING image_id, created_at)
            INSERT INTO generation.favorites (id, account_id, image_id, created_at) SELECT gen_random_uuid(), '{Account}', image_id, created_at FROM made
            """);
        await Statements.ExecuteAsync(database, $"""
            INSERT INTO generation.prompts (id, owner, text, tags, language, search_text, created_at)
            SELECT gen_random_uuid(), '{Account}', 'p', '{"{}"}', 'en', {Text}, to_timestamp(1728000000 + i) FROM {numbers}
            """);
        await Statements.ExecuteAsync(database, $"""
            INSERT INTO generation.templates (id, account_id, name, prompt_template, variables, default_settings, tags, is_public, search_text, created_at, updated_at)
            SELECT gen_random_uuid(), '{Account}', 'n', 'p', '[]', '{"{}"}', '{"{}"}', i % 2 = 0, {Text}, to_timestamp(1728000000 + i), now() FROM {numbers}
            """);
        await Statements.ExecuteAsync(database, $"""
            INSERT INTO generation.projects (id, account_id, name, is_public, search_text, created_at, updated_at)
            SELECT CASE WHEN i = 1 THEN '{Project}' ELSE gen_random_uuid() END, CASE WHEN i <= 1000 THEN '{Account}'::uuid ELSE gen_random_uuid() END, 'n', i > 500, {Text},
                to_timestamp(1728000000 + i), to_timestamp(1728000000 + i) FROM {numbers} WHERE i <= 100000
            """);
        await FillChatsAsync(database, $"'{Account}'::uuid", numbers);
        await Statements.ExecuteAsync(database, $"""
            INSERT INTO generation.project_images (project_id, image_id) SELECT '{Project}', image_id FROM generation.images WHERE image BETWEEN {from + 1} AND least({from + count}, 10000)
            """);
    }

    // Five images and a chat of each.
    private static async Task FillOthersAsync(NpgsqlDataSource database)
    {
        var numbers = $"generate_series(1, {Others * 5}) AS i";
        await Statements.ExecuteAsync(database, $"""
            INSERT INTO generation.images (job_id, image, account_id, media_type, width, height, byte_count, sha256, created_at, name, mode, prompt, took_ms)
            SELECT '{Project}', -i, md5('other ' || i % {Others})::uuid, 'image/png', 1, 1, 1, '', to_timestamp(1728000000 + i), 'n', 'basic', {Text}, 1 FROM {numbers}
            """);
        await FillChatsAsync(database, $"md5('other ' || i)::uuid", $"generate_series(1, {Others}) AS i");
    }

    // A turn of each.
    private static Task FillChatsAsync(NpgsqlDataSource database, string account, string numbers) => Statements.ExecuteAsync(database, $"""
        WITH made AS (
            INSERT INTO generation.chat_sessions (id, account_id, aspect_ratio, message_count, created_at, last_activity)
            SELECT md5({account}::text || i)::uuid, {account}, '1:1', 2, to_timestamp(1728000000 + i), to_timestamp(1728000000 + i) FROM {numbers} RETURNING id, created_at),
        named AS (SELECT made.id, made.created_at, {Text} AS content FROM {numbers} JOIN made ON made.id = md5({account}::text || i)::uuid)
        INSERT INTO generation.chat_messages (session_id, position, role, content, job_id, created_at)
        SELECT named.id, place, CASE place WHEN 1 THEN 'user' ELSE 'assistant' END, content, md5(named.id::text)::uuid, created_at FROM named CROSS JOIN (VALUES (1), (2)) AS places (place)
        """);

    private static async Task ExplainAsync(NpgsqlDataSource database, ISearched[] types, string text)
    {
        foreach (var type in types)
        {
            await Console.Out.WriteLineAsync($"{Environment.NewLine}{text}, {type.Type}");
            await Console.Out.WriteLineAsync(string.Join(Environment.NewLine, await PlanAsync(database, type, text)));
        }
    }

    /// <summary>By type, of 8 KiB: what does not hang on how busy the machine is.</summary>
    private static async Task<string> PagesAsync(NpgsqlDataSource database, ISearched[] types, string text)
    {
        var pages = new List<string>();
        foreach (var type in types)
        {
            var line = (await PlanAsync(database, type, text)).First(static line => line.Contains("Buffers: shared", StringComparison.Ordinal));
            var read = line.Split(' ').Where(static part => part.StartsWith("hit=", StringComparison.Ordinal) || part.StartsWith("read=", StringComparison.Ordinal))
                .Sum(static part => long.Parse(part.Split('=')[1], CultureInfo.InvariantCulture));
            pages.Add($"{type.Type} {read}");
        }

        return string.Join(", ", pages);
    }

    private static async Task<List<string>> PlanAsync(NpgsqlDataSource database, ISearched type, string text)
    {
        var query = Query(text);
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var planning = new NpgsqlCommand(SearchPlan.Anew, connection);
        await planning.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) " + SearchEngine.Rank(type, query), connection);
        query.Terms.AddTo(command.Parameters);
        type.AddParameters(query, command.Parameters);
        command.Parameters.AddWithValue("take", 20);
        var lines = new List<string>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            lines.Add(row.GetString(0));
        return lines;
    }
}

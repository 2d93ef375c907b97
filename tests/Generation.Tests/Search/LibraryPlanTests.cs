using System.Globalization;
using NanoBanana.Generation.Favorites;
using NanoBanana.Generation.Projects;
using NanoBanana.Generation.Prompts;
using NanoBanana.Generation.Search;
using NanoBanana.Generation.Tests.History;
using Npgsql;

namespace NanoBanana.Generation.Tests.Search;

/// <summary>What pages of projects and searches cost when there is very much: a bounded number of rows, by the indexes that are meant for it.</summary>
public sealed class LibraryPlanTests(ManyThings fixture) : IClassFixture<ManyThings>
{
    [Fact]
    public async Task Projects_Listed_AreAStretchOfTheirIndex()
    {
        var plan = await PlanAsync(ProjectPages.Page, isGeneric: true, ManyThings.Account, 20, 40);
        plan.ShouldContain("ix_projects_updated");
        RowsRead(plan).ShouldBeLessThan(200, plan);
    }

    [Fact]
    public async Task Favorites_Listed_AreAStretchOfTheirIndex()
    {
        var command = new NpgsqlCommand(FavoritePages.Page);
        command.Parameters.AddWithValue("account", ManyThings.Account);
        command.Parameters.AddWithValue("limit", 21);
        command.Parameters.AddWithValue("offset", 40);
        var plan = await PlanAsync(command, isGeneric: true);
        plan.ShouldContain("ix_favorites_newest");
        RowsRead(plan).ShouldBeLessThan(300, plan);
    }

    [Fact]
    public async Task ImagesOfAProject_Listed_AreAStretchOfTheirIndex()
    {
        var first = await PlanAsync(ProjectPages.Images, isGeneric: true, ManyThings.Project, ManyThings.Account, 20, 40);
        var behind = await PlanAsync(ProjectPages.Behind, isGeneric: true, ManyThings.Project, ManyThings.Account, 20, 0, TimeProvider.System.GetUtcNow(), Guid.Empty);
        foreach (var plan in new[] { first, behind })
        {
            plan.ShouldContain("ix_project_images_order");
            plan.ShouldNotContain("Seq Scan on");
        }

        RowsRead(first).ShouldBeLessThan(400, first);
    }

    [Theory]
    [InlineData("rareword")]
    [InlineData("common")]
    [InlineData("common thing")]
    [InlineData("nosuchword")]
    [InlineData("zz")]
    public async Task Searches_OfEveryType_LookAtABoundedNumber(string text)
    {
        var query = new SearchQuery(ManyThings.Account, new PromptOwner(ManyThings.Account, null), new SearchTerms(text), "http://localhost");
        ISearched[] types =
        [
            new ImageSearch(fixture.Application.Database, null!), new TemplateSearch(fixture.Application.Database), new ProjectSearch(fixture.Application.Database),
            new PromptSearch(fixture.Application.Database, new PromptLibrary(), new PromptStore(fixture.Application.Database)),
        ];
        foreach (var type in types)
        {
            var command = new NpgsqlCommand(SearchEngine.Rank(type, query));
            query.Terms.AddTo(command.Parameters);
            type.AddParameters(query, command.Parameters);
            command.Parameters.AddWithValue("take", 20);
            var plan = await PlanAsync(command, isGeneric: false);
            RowsRead(plan).ShouldBeLessThan(60_000, type.Type + plan);
        }
    }

    private async Task<string> PlanAsync(string sql, bool isGeneric, params object[] values)
    {
        var command = new NpgsqlCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return await PlanAsync(command, isGeneric);
    }

    private async Task<string> PlanAsync(NpgsqlCommand asked, bool isGeneric)
    {
        await using var connection = await fixture.Application.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var planning = new NpgsqlCommand($"SET LOCAL plan_cache_mode = force_{(isGeneric ? "generic" : "custom")}_plan", connection);
        await planning.ExecuteNonQueryAsync();
        await using var command = asked;
        command.Connection = connection;
        command.CommandText = "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + command.CommandText;
        var lines = new List<string>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            lines.Add(row.GetString(0));
        return string.Join('\n', lines);
    }

    /// <summary>Of the scans of tables, and what they passed over.</summary>
    private static long RowsRead(string plan)
    {
        var (total, isScan) = (0L, false);
        foreach (var line in plan.Split('\n'))
        {
            if (line.Contains("(actual", StringComparison.Ordinal))
                isScan = line.Contains(" on ", StringComparison.Ordinal) && !line.Contains("CTE", StringComparison.Ordinal);
            if (isScan && line.Split("(actual rows=") is [_, var rest] && rest.Split(' ') is [var rows, var loops, ..])
                total += long.Parse(rows, CultureInfo.InvariantCulture) * long.Parse(loops.Split('=')[1].TrimEnd(')'), CultureInfo.InvariantCulture);
            else if (isScan && line.Split("Rows Removed by ") is [_, var removed])
                total += long.Parse(removed.Split(": ")[1], CultureInfo.InvariantCulture);
        }

        return total;
    }
}

/// <summary>Of one account 100,000 images, favourites and prompts, and 1,000 projects, one of them with 10,000 images; 100,000 templates and public projects of others.</summary>
public sealed class ManyThings : IAsyncLifetime
{
    private const string Text = "'thing ' || md5(i::text) || ' common' || CASE WHEN i % 5000 = 0 THEN ' rareword' ELSE '' END";
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
            FROM (SELECT id FROM generation.jobs LIMIT 1) AS job, generate_series(1, 100000) AS i
            """,
            $"INSERT INTO generation.prompts (id, owner, text, tags, language, search_text, created_at) SELECT gen_random_uuid(), '{Account}', 'p', '{"{}"}', 'en', {Text}, now() - i * interval '1 second' FROM generate_series(1, 100000) AS i",
            $"""
            INSERT INTO generation.templates (id, account_id, name, prompt_template, variables, default_settings, tags, is_public, search_text, created_at)
            SELECT gen_random_uuid(), gen_random_uuid(), 'n', 'p', '[]', '{"{}"}', '{"{}"}', i % 2 = 0, {Text}, now() - i * interval '1 second' FROM generate_series(1, 100000) AS i
            """,
            $"""
            INSERT INTO generation.projects (id, account_id, name, is_public, search_text, created_at, updated_at)
            SELECT CASE WHEN i = 1 THEN '{Project}' ELSE gen_random_uuid() END, CASE WHEN i <= 1000 THEN '{Account}'::uuid ELSE gen_random_uuid() END, 'n', i % 2 = 0, {Text},
                now() - i * interval '1 second', now() - i * interval '1 second'
            FROM generate_series(1, 100000) AS i
            """,
            $"INSERT INTO generation.project_images (project_id, image_id) SELECT '{Project}', image_id FROM generation.images WHERE account_id = '{Account}' LIMIT 10000",
            $"INSERT INTO generation.favorites (id, account_id, image_id) SELECT gen_random_uuid(), account_id, image_id FROM generation.images WHERE account_id = '{Account}'",
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

    public ValueTask DisposeAsync() => _history.DisposeAsync();
}

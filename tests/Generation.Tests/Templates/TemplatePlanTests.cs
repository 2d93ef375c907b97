using System.Net;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Templates;
using NanoBanana.Generation.Tests.Jobs;
using Npgsql;

namespace NanoBanana.Generation.Tests.Templates;

/// <summary>What lists cost when there are very many templates: the rows of the page and those before it, in each kind of list.</summary>
public sealed class TemplatePlanTests(ManyTemplates fixture) : IClassFixture<ManyTemplates>
{
    [Theory]
    [InlineData(false, false, "ix_templates_newest", "ix_templates_own")]
    [InlineData(false, true, "ix_templates_newest_category", "ix_templates_own_category")]
    [InlineData(true, false, "ix_templates_most_used", "ix_templates_most_used")]
    [InlineData(true, true, "ix_templates_most_used_category", "ix_templates_most_used_category")]
    public async Task ManyTemplates_Listed_AreAStretchOfTheirIndexes(bool onlyPublic, bool byCategory, params string[] indexes)
    {
        var plan = await PlanAsync(TemplatePages.Page(onlyPublic, byCategory), pattern: null);

        foreach (var index in indexes)
            plan.ShouldContain($"using {index} ");
        plan.ShouldNotContain("Seq Scan on templates");
        RowsRead(plan).ShouldBeLessThan(1_000, plan);
    }

    [Theory]
    [InlineData("%rareword%", true)]
    [InlineData("%common%", true)]
    [InlineData("%nosuchthing%", true)]
    [InlineData("%zz%", false)]
    public async Task ManyTemplates_Searched_LookAtABoundedNumber(string pattern, bool isIndexed)
    {
        var plan = await PlanAsync(TemplatePages.Search(onlyPublic: false, byCategory: false, isIndexed), pattern);

        RowsRead(plan).ShouldBeLessThan(100_000, plan);
        plan.ShouldNotContain("Seq Scan on templates");
        if (pattern is "%rareword%" or "%nosuchthing%")
            plan.ShouldContain("ix_templates_search");
    }

    [Fact]
    public async Task ManyTemplates_Counted_AreLookedUp()
    {
        using var client = fixture.Instance.ClientFor(Principal.Anonymous);
        var page = await client.JsonAsync("?offset=50&limit=1");
        ((int)page["total"]!, page["templates"]!.AsArray().Count, page["categories"]!.AsArray().Count).ShouldBe((ManyTemplates.Count / 2, 1, 25));
        var common = await client.JsonAsync("?search=common&limit=100");
        ((int)common["total"]!).ShouldBe(10_000);
        using var last = await client.SendAsync("GET", "?search=common&limit=100&offset=10000");
        (await last.ShouldBeAsync(HttpStatusCode.OK))!["templates"]!.AsArray().ShouldBeEmpty();
        ((int)(await client.JsonAsync("?search=rareword"))["total"]!).ShouldBe(ManyTemplates.Count / 5_000);
    }

    private async Task<string> PlanAsync(string sql, string? pattern)
    {
        await using var connection = await fixture.Application.Database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + sql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [Guid.Empty, ManyTemplates.Account] });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = ManyTemplates.Account });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = 20 });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = 40 });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "category 8" });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text, Value = pattern ?? (object)DBNull.Value });
        var lines = new List<string>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            lines.Add(row.GetString(0));
        return string.Join('\n', lines);
    }

    /// <summary>Of the scans of the table, and what they passed over.</summary>
    private static long RowsRead(string plan)
    {
        var total = 0L;
        var isScan = false;
        foreach (var line in plan.Split('\n'))
        {
            if (line.Contains("(actual", StringComparison.Ordinal))
                isScan = line.Contains("templates", StringComparison.Ordinal);
            if (isScan && line.Split("(actual rows=") is [_, var rest] && rest.Split(' ') is [var rows, var loops, ..])
                total += long.Parse(rows, null) * long.Parse(loops.Split('=')[1].TrimEnd(')'), null);
            else if (isScan && line.Split("Rows Removed by Filter: ") is [_, var removed])
                total += long.Parse(removed, null);
        }

        return total;
    }
}

/// <summary>200,000 templates of 50 categories, half of them public, 1,000 of one account.</summary>
public sealed class ManyTemplates : IAsyncLifetime
{
    public const int Count = 200_000;

    public static Guid Account { get; } = Guid.Parse("3f2504e0-4f89-41d3-9a0c-0305e82c3301");

    public GenerationApplication Application { get; private set; } = null!;

    public TestService Instance { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Application = await GenerationApplication.CreateAsync();
        Instance = await Application.StartInstanceAsync();
        await using var command = Application.Database.CreateCommand($"""
            INSERT INTO generation.templates
                (id, account_id, name, prompt_template, variables, default_settings, category, tags, is_public, use_count, search_text, created_at, updated_at)
            SELECT gen_random_uuid(), CASE WHEN i % 200 = 1 THEN '{Account}' ELSE gen_random_uuid() END, 'n', 'p', '[]', '{"{}"}', 'category ' || i % 50, '{"{}"}',
                i % 2 = 0, i % 1000, 'template ' || md5(i::text) || ' common' || CASE WHEN i % 5000 = 0 THEN ' rareword' ELSE '' END,
                now() - i * interval '1 second', now()
            FROM generate_series(1, {Count}) AS i
            """);
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync();
        await Application.ScalarAsync("ANALYZE generation.templates");
        await Application.ScalarAsync("ANALYZE generation.template_counts");
    }

    public ValueTask DisposeAsync() => Application.DisposeAsync();
}

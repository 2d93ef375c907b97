using NanoBanana.Generation.Favorites;
using NanoBanana.Generation.History;
using NanoBanana.Generation.Projects;
using NanoBanana.Generation.Prompts;
using NanoBanana.Generation.Search;
using Npgsql;

namespace NanoBanana.Generation.Tests.Search;

/// <summary>What pages of projects and searches cost when there is very much: a bounded number of rows, by the indexes that are meant for it.</summary>
public sealed class LibraryPlanTests(ManyThings fixture) : IClassFixture<ManyThings>
{
    /// <summary>Of the database, 8 KiB each, for one type: as many whether there are a hundred thousand of it or a million.</summary>
    private const int MostPages = 3_500;

    /// <summary>Of one type: of two lists, the sample, those that are walked along and those that the index leads to, and of projects all of one's own more than once.</summary>
    private const int MostRows = 25_000;

    [Fact]
    public async Task Projects_Listed_AreAStretchOfTheirIndex()
    {
        var plan = await PlanAsync(ProjectPages.Page, isGeneric: true, ManyThings.Account, 20, 40);
        plan.ShouldContain("ix_projects_updated");
        QueryPlan.RowsRead(plan).ShouldBeLessThan(200, plan);
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
        QueryPlan.RowsRead(plan).ShouldBeLessThan(300, plan);
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

        QueryPlan.RowsRead(first).ShouldBeLessThan(400, first);
        QueryPlan.PagesRead(first).ShouldBeLessThan(600, first);
    }

    [Theory]
    [InlineData("rareword")]
    [InlineData("common")]
    [InlineData("medium")]
    [InlineData("ancient")]
    [InlineData("recent")]
    [InlineData("returning")]
    [InlineData("recent ancient")]
    [InlineData("common thing")]
    [InlineData("common thing rareword")]
    [InlineData("common zz")]
    [InlineData("medium zz")]
    [InlineData("returning medium zz")]
    [InlineData("nosuchword")]
    [InlineData("zz")]
    public async Task Searches_OfEveryType_ReadABoundedNumberOfPages(string text)
    {
        foreach (var type in Types())
        {
            var plan = await PlanAsync(type, text);
            QueryPlan.PagesRead(plan).ShouldBeLessThan(MostPages, $"{type.Type}: {plan}");
            QueryPlan.RowsRead(plan).ShouldBeLessThan(MostRows, $"{type.Type}: {plan}");
        }
    }

    /// <summary>The newest thousand, each by its key, however few messages there are of others: they may become many before the planner hears of it.</summary>
    [Theory]
    [InlineData("rareword")]
    [InlineData("common")]
    [InlineData("medium zz")]
    [InlineData("nosuchword")]
    public async Task Chats_Searched_AreOnesOwnNewest(string text)
    {
        var plan = await PlanAsync(new ChatSearch(fixture.Application.Database), text);
        plan.ShouldContain("ix_chat_sessions_list");
        plan.Contains("Seq Scan on", StringComparison.Ordinal).ShouldBeFalse(plan);
        QueryPlan.RowsRead(plan).ShouldBeLessThan(3_500, plan);
    }

    /// <summary>Rare ones are all found, wherever they lie; of common ones the newest.</summary>
    [Theory]
    [InlineData("rareword", 20)]
    [InlineData("common thing rareword", 20)]
    [InlineData("recent", 600)]
    [InlineData("returning", 400)]
    [InlineData("recent ancient", 0)]
    [InlineData("ancient", 1_000)]
    [InlineData("medium", 1_000)]
    [InlineData("common", 1_000)]
    public async Task Images_Searched_AreFoundUpToAThousand(string text, int total)
    {
        var page = await new SearchEngine(fixture.Application.Database).RankAsync([Types()[0]], QueryOf(text), 50, 0, CancellationToken.None);
        (page.Total, page.Items.Count).ShouldBe((total, Math.Min(total, 50)));
        if (!text.Contains(' ', StringComparison.Ordinal))
            page.Items.Select(static item => item.CreatedAt).ShouldBeInOrder(SortDirection.Descending);
        if (text == "medium")
            page.Items.Select(static item => item.CreatedAt).ShouldBe(await fixture.NewestAsync("medium", 50));
    }

    /// <summary>Some of the newest have it: what is read for it lies in the newest stretches alone, and every page of the list that is counted comes from there.</summary>
    [Fact]
    public async Task ImagesSearchedForAWordInSome_AreTheNewestThousand()
    {
        var page = await new SearchEngine(fixture.Application.Database).RankAsync([Types()[0]], QueryOf("medium"), 1_000, 0, CancellationToken.None);
        var newest = await fixture.NewestAsync("medium", 1_000);
        page.Items.Count.ShouldBe(1_000);

        // Only in the last stretch that was read may others have been taken.
        page.Items.Select(static item => item.CreatedAt).Intersect(newest).Count().ShouldBeGreaterThan(700);
    }

    /// <summary>Its pieces are in very many, all of it in one; where it begins and ends, words go on.</summary>
    [Theory]
    [InlineData("image 77777 of", "% 77777 %")]
    [InlineData("mage 77777 o", "% 77777 %")]
    [InlineData("77777 OF it", "%77777 %")]
    [InlineData("image 77777", "% 77777%")]
    public async Task HistorySearchedForARareMeetingOfCommonPieces_ReadsFewPages(string search, string guide)
    {
        var pages = new HistoryPages(fixture.Application.Database);
        var page = await pages.ReadAsync(ManyThings.Account, Of(search), CancellationToken.None);
        (page.Total, page.Items.Single().Prompt).ShouldBe((1, await fixture.PromptAsync(77_777)));

        await using var connection = await fixture.Application.Database.OpenConnectionAsync();
        var guides = await HistoryGuides.ChooseAsync(connection, ManyThings.Account, search, CancellationToken.None);
        guides.ShouldBe([guide]);
        var guided = await PlanAsync(HistoryPages.Page(ManyThings.Account, Of(search) with { Guides = guides }), isGeneric: false);
        var unguided = await PlanAsync(HistoryPages.Page(ManyThings.Account, Of(search)), isGeneric: false);
        QueryPlan.PagesRead(guided).ShouldBeLessThan(MostPages / 10, guided);
        QueryPlan.PagesRead(guided).ShouldBeLessThan(QueryPlan.PagesRead(unguided));

        static HistoryQuery Of(string search) => new(null, search, null, null, OldestFirst: false, 20, 0);
    }

    private static SearchQuery QueryOf(string text) => new(ManyThings.Account, new PromptOwner(ManyThings.Account, null), new SearchTerms(text), "http://localhost");

    private ISearched[] Types() =>
    [
        new ImageSearch(fixture.Application.Database, null!), new TemplateSearch(fixture.Application.Database), new ProjectSearch(fixture.Application.Database),
        new PromptSearch(fixture.Application.Database, new PromptLibrary(), new PromptStore(fixture.Application.Database)),
    ];

    private Task<string> PlanAsync(ISearched type, string text)
    {
        var query = QueryOf(text);
        var command = new NpgsqlCommand(SearchEngine.Rank(type, query));
        query.Terms.AddTo(command.Parameters);
        type.AddParameters(query, command.Parameters);
        command.Parameters.AddWithValue("take", 20);
        return PlanAsync(command, isGeneric: false);
    }

    private async Task<string> PlanAsync(string sql, bool isGeneric, params object[] values)
    {
        var command = new NpgsqlCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return await PlanAsync(command, isGeneric);
    }

    private Task<string> PlanAsync(NpgsqlCommand asked, bool isGeneric) => QueryPlan.ReadAsync(fixture.Application.Database, asked, isGeneric);
}

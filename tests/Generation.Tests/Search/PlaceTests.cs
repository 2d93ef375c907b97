using System.Globalization;

namespace NanoBanana.Generation.Tests.Search;

/// <summary>The places by which searches read the newest stretch of a list first.</summary>
public sealed class PlaceTests(ManyThings fixture) : IClassFixture<ManyThings>
{
    [Theory]
    [InlineData("images", "account_id")]
    [InlineData("prompts", "owner")]
    public async Task Rows_Added_FollowEachOther(string table, string owner)
    {
        var steps = await fixture.Application.ScalarAsync($"""
            SELECT count(*) FROM (SELECT place - lag(place) OVER (ORDER BY created_at) AS step FROM generation.{table} WHERE {owner} = '{ManyThings.Account}') AS steps WHERE step <> 1
            """);
        steps.ShouldBe(0L);
        var last = await fixture.Application.ScalarAsync($"SELECT max(place) FROM generation.{table} WHERE {owner} = '{ManyThings.Account}'");
        last.ShouldBe(99_999);
    }

    /// <summary>In the list of all that are public, and apart from it in each owner's.</summary>
    [Theory]
    [InlineData("templates")]
    [InlineData("projects")]
    public async Task Row_ThatIsMadePublicOrPrivate_GoesToTheEndOfItsNewList(string table)
    {
        var newest = await PlaceOfAsync(table, "is_public ORDER BY created_at DESC, id DESC LIMIT 1");
        newest.ShouldBe(49_999);
        var id = (Guid)(await fixture.Application.ScalarAsync($"SELECT id FROM generation.{table} WHERE NOT is_public ORDER BY created_at LIMIT 1"))!;
        (await PlaceOfAsync(table, $"id = '{id}'")).ShouldBe(0);

        await fixture.Application.ScalarAsync($"UPDATE generation.{table} SET is_public = true WHERE id = '{id}'");
        (await PlaceOfAsync(table, $"id = '{id}'")).ShouldBe(newest + 1);
        await fixture.Application.ScalarAsync($"UPDATE generation.{table} SET is_public = false WHERE id = '{id}'");
        (await PlaceOfAsync(table, $"id = '{id}'")).ShouldBe(0);
    }

    private async Task<int> PlaceOfAsync(string table, string rows) =>
        Convert.ToInt32(await fixture.Application.ScalarAsync($"SELECT place FROM generation.{table} WHERE {rows}"), CultureInfo.InvariantCulture);
}

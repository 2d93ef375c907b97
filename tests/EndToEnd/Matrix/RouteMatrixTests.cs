using System.Net;
using System.Text.Json.Nodes;

namespace NanoBanana.EndToEnd.Matrix;

/// <summary>Every route of the API against every kind of caller: who is let in, who is not, and what others learn of somebody's things.</summary>
public sealed class RouteMatrixTests(MatrixFixture fixture) : IClassFixture<MatrixFixture>
{
    public static TheoryData<string> AllRoutes => [.. RouteTable.Rows.Select(static row => row.Route)];

    public static TheoryData<string> RoutesToThings => [.. RouteTable.Rows.Where(static row => row is { Things: not null, IsOwned: true }).Select(static row => row.Route)];

    [Fact]
    public void EveryRoute_OfTheDocument_HasItsRowAndEveryRowItsRoute()
    {
        var rows = RouteTable.Rows.Select(static row => row.Route).ToList();
        rows.ShouldBeUnique();
        fixture.Routes.Except(rows, StringComparer.Ordinal).ShouldBeEmpty("These routes have no row in tests/EndToEnd/Matrix.");
        rows.Except(fixture.Routes, StringComparer.Ordinal).ShouldBeEmpty("These rows are of routes that are gone.");
    }

    [Theory]
    [MemberData(nameof(AllRoutes))]
    public async Task Route_AskedByEachCaller_LetsInWhomItsRowSays(string route)
    {
        var row = RouteTable.Rows.Single(one => one.Route == route);
        var ids = row.Things is null ? row.Ids : await row.Things(fixture);

        // Who owns the thing goes first, because some routes leave nothing of it.
        var first = row.Access switch { Access.Key => Who.UserKey, Access.Admin => Who.Admin, _ => Who.User };
        foreach (var who in Enum.GetValues<Who>().OrderBy(who => who == first ? 0 : 1))
        {
            using var request = row.Request(ids);
            var client = row.ChangesCaller && who is (Who.User or Who.OtherUser or Who.Admin) ? (await fixture.System.SignUpAsync()).Client : fixture.Of(who);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var status = (int)response.StatusCode;
            var said = $"{route} answered {who} with {status} {response.ErrorCode()}";
            if (row.RefusalOf(who) is { } refusal)
            {
                status.ShouldBe(refusal, said);
                await ErrorShape.CheckAsync(response, row.Template);
                continue;
            }

            status.ShouldNotBeOneOf(401, 403);
            if (who == first && !row.AlsoAnswers.Contains(status))
                status.ShouldBeInRange(200, 399, said);
            if (status >= 500)
                row.AlsoAnswers.ShouldContain(status, said);
        }
    }

    [Theory]
    [MemberData(nameof(RoutesToThings))]
    public async Task Thing_OfAnotherUser_AnswersAsAMissingOne(string route)
    {
        var row = RouteTable.Rows.Single(one => one.Route == route);
        var ids = await row.Things!(fixture);
        string[] missing = [Guid.CreateVersion7().ToString(), .. ids.Skip(1)];
        var stranger = row.Access == Access.Key ? Who.MasterKey : Who.OtherUser;

        var foreign = await AskAsync(row, ids, stranger);

        foreign.ShouldBe(await AskAsync(row, missing, stranger));
        foreign.Status.ShouldBe(row.OfAnothers, foreign.Body);
    }

    private async Task<(int Status, string? Code, string Body)> AskAsync(RouteRow row, string[] ids, Who who)
    {
        using var request = row.Request(ids);
        using var response = await fixture.Of(who).SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var body = text.Length == 0 ? null : JsonNode.Parse(text)!.AsObject();
        body?.Remove("request_id");
        return ((int)response.StatusCode, response.ErrorCode(), body?.ToJsonString() ?? "");
    }
}

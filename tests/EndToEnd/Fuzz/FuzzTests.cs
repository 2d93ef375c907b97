using System.Collections.Concurrent;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using NanoBanana.Contracts.Billing;
using NanoBanana.EndToEnd.Matrix;

namespace NanoBanana.EndToEnd.Fuzz;

/// <summary>
/// Bad requests of every kind to every route. The same ones in each run, unless <c>NANOBANANA_FUZZ_SEED</c> says otherwise: what a run finds, the
/// next one finds again.
/// </summary>
public sealed class FuzzTests(FuzzFixture fixture) : IClassFixture<FuzzFixture>
{
    private const int CasesOfARoute = 14;
    private const int HopelessOfARoute = 6;
    private const ulong UsualSeed = 20_261_122;
    private const int AtOnce = 6;

    private static readonly ulong Seed =
        ulong.TryParse(Environment.GetEnvironmentVariable("NANOBANANA_FUZZ_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : UsualSeed;

    [Fact]
    public async Task BadRequest_ToAnyRoute_IsAnsweredInItsFamilysShapeAndTellsNothing()
    {
        var cases = RouteTable.Rows.SelectMany((row, number) => Sample(FuzzCases.Of(row, fixture.QueriesOf(row)), number, CasesOfARoute).Select(one => (row, one)));

        await EachAsync(cases, async (row, one) =>
        {
            foreach (var client in await fixture.CallersOfAsync(row))
                await AskAsync(client, row, one);
        });
    }

    [Fact]
    public async Task HopelessRequest_ToWhatCosts_ChargesNothing()
    {
        var account = await fixture.System.SignUpAsync();
        await fixture.System.ChangeTierAsync(account.Id, Tiers.Enterprise);
        var before = await account.AvailableAsync();
        using var user = account.Client;
        using var key = fixture.System.ClientWith((await account.CreateKeyAsync()).Text);
        var costly = RouteTable.Rows.Where(static row => row is { Generates: true, Body: not null } && row.Template is not ("/api/quota/check" or "/api/chat" or "/mcp")).ToList();

        await EachAsync(costly.SelectMany((row, number) => Sample(FuzzCases.Hopeless(row), number, HopelessOfARoute).Select(one => (row, one))), async (row, one) =>
            (await AskAsync(row.Access == Access.Key ? key : user, row, one)).ShouldBeInRange(400, 499));

        (await account.AvailableAsync()).ShouldBe(before);
    }

    private static IEnumerable<FuzzCase> Sample(Gen<FuzzCase> cases, int number, int count) => cases.Sample(count, new Rnd(Seed + (ulong)number), count);

    /// <summary>All of them, before any failure is told: each tells of a class of input, and one run shall find all classes.</summary>
    private static async Task EachAsync(IEnumerable<(RouteRow Row, FuzzCase Case)> cases, Func<RouteRow, FuzzCase, Task> check)
    {
        var failures = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (one, _) =>
        {
            try
            {
                await check(one.Row, one.Case);
            }
            catch (Exception exception)
            {
                failures.Enqueue($"{one.Row.Route} <- {one.Case}\n   {exception.Message.ReplaceLineEndings(" ")}");
            }
        });
        failures.ShouldBeEmpty($"Seed {Seed}: NANOBANANA_FUZZ_SEED={Seed} repeats it.\n{string.Join('\n', failures.Take(200))}");
    }

    private static async Task<int> AskAsync(HttpClient client, RouteRow row, FuzzCase one)
    {
        using var request = one.Request(client.BaseAddress!);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var status = (int)response.StatusCode;
        response.Headers.Contains("X-Request-ID").ShouldBeTrue($"X-Request-ID of {status}");
        if (status < 400)
            return status;
        var text = await response.Content.ReadAsStringAsync();
        if (status >= 500)
            row.AlsoAnswers.ShouldContain(status, $"{status} {text}");
        await ErrorShape.CheckAsync(response, FamilyPathOf(row, one));
        ErrorShape.CheckTellsNothing(text);
        return status;
    }

    /// <summary>One path has two families, told apart by the type of the body.</summary>
    private static string FamilyPathOf(RouteRow row, FuzzCase one)
    {
        if (row.Template == "/api/generate" && one.Body is not null && one.ContentType.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return "/api/text-to-image";

        // Dots lead out of a route's path, and may lead to another family.
        return new Uri(new Uri("http://localhost"), one.Path).AbsolutePath;
    }
}

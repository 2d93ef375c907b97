using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Quota;

/// <summary>What Identity asks of days, for operators.</summary>
public sealed class QuotaInternalTests(QuotaFixture fixture) : IClassFixture<QuotaFixture>
{
    private const string Summaries = "/internal/quota/summaries";

    [Fact]
    public async Task Summaries_OfAPage_HaveOneOfEachId()
    {
        var (made, scaled, yesterday, never) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        using var service = fixture.Usual.ClientForService("identity");
        foreach (var account in new[] { made, yesterday })
        {
            using var client = fixture.Usual.Of(account);
            (await client.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        }

        await fixture.Application.ScalarAsync("UPDATE generation.quotas SET day = day - 1 WHERE account_id = @a", ("a", yesterday));
        await PutAsync(service, $"/internal/quota/{scaled}/multiplier", new { multiplier = 0.1 });
        var summaries = (await AskAsync(service, [made, scaled, yesterday, never, made])).AsArray();

        summaries.Count.ShouldBe(4);
        Show(summaries, made).ShouldBe((1, 50));
        Show(summaries, scaled).ShouldBe((0, 5));
        Show(summaries, yesterday).ShouldBe((0, 50));
        Show(summaries, never).ShouldBe((0, 50));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public async Task Summaries_OfSoManyIds_AreGivenOrRefused(int count, bool isGiven)
    {
        using var service = fixture.Usual.ClientForService("identity");
        using var response = await service.PostAsJsonAsync(Summaries, Enumerable.Range(0, count).Select(static _ => Guid.NewGuid()));
        if (isGiven)
            (await response.ShouldBeAsync(HttpStatusCode.OK))!.AsArray().Count.ShouldBe(count);
        else
            (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!.ToJsonString().ShouldContain("List should have 1 to 100 items");
    }

    [Theory]
    [InlineData(0.1, 5)]
    [InlineData(2, 100)]
    [InlineData(100, 5_000)]
    public async Task Multiplier_Set_HoldsForTheDayAtEveryProcess(double multiplier, int limit)
    {
        var account = Guid.NewGuid();
        using var service = fixture.Usual.ClientForService("identity");
        var answer = await PutAsync(service, $"/internal/quota/{account}/multiplier", new { multiplier });
        JsonNode.DeepEquals(answer, JsonNode.Parse($$"""{"account_id":"{{account}}","used":0,"limit":{{limit}}}""")).ShouldBeTrue(answer.ToJsonString());
        using var client = fixture.Closed.Of(account);
        ((int)(await client.QuotaAsync())["limit"]!).ShouldBe(limit);
    }

    [Theory]
    [InlineData("0.09")]
    [InlineData("100.01")]
    [InlineData("-1")]
    [InlineData("\"2\"")]
    public async Task Multiplier_OutOfBounds_IsRefusedAndChangesNothing(string multiplier)
    {
        var account = Guid.NewGuid();
        using var service = fixture.Usual.ClientForService("identity");
        using var content = new StringContent($$"""{"multiplier":{{multiplier}}}""", System.Text.Encoding.UTF8, "application/json");
        using var response = await service.PutAsync(new Uri($"/internal/quota/{account}/multiplier", UriKind.Relative), content);
        (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!.ToJsonString().ShouldContain("multiplier");
        Show((await AskAsync(service, [account])).AsArray(), account).ShouldBe((0, 50));
    }

    [Fact]
    public async Task Reset_OfOneAccount_LeavesAllOthersAsTheyAre()
    {
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        using var service = fixture.Usual.ClientForService("identity");
        foreach (var account in new[] { one, other })
        {
            using var client = fixture.Usual.Of(account);
            (await client.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        }

        var answer = await PutAsync(service, $"/internal/quota/{one}/reset", new[] { one });
        ((int)answer["used"]!, (int)answer["limit"]!).ShouldBe((0, 50));
        var summaries = (await AskAsync(service, [one, other])).AsArray();
        (Show(summaries, one), Show(summaries, other)).ShouldBe(((0, 50), (1, 50)));
        ((int)(await PutAsync(service, $"/internal/quota/{Guid.NewGuid()}/reset", new[] { one }))["used"]!).ShouldBe(0);
    }

    [Fact]
    public async Task WhoIsNoService_IsRefused()
    {
        var account = Guid.NewGuid();
        Principal[] others =
        [
            Principal.Anonymous, new() { Kind = PrincipalKind.User, AccountId = account }, GenerationApplication.KeyOf(account),
            new() { Kind = PrincipalKind.MasterKey, AccountId = account, KeyId = account, IsAdmin = true },
        ];
        foreach (var other in others)
        {
            using var client = fixture.Usual.ClientFor(other);
            using var response = await client.PostAsJsonAsync(Summaries, new[] { account });
            response.StatusCode.ShouldBe(other.Kind == PrincipalKind.Anonymous ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden);
        }
    }

    private static (int Used, int Limit) Show(JsonArray summaries, Guid account)
    {
        var one = summaries.Single(one => (Guid)one!["account_id"]! == account)!;
        return ((int)one["used"]!, (int)one["limit"]!);
    }

    private static async Task<JsonNode> AskAsync(HttpClient service, Guid[] ids)
    {
        using var response = await service.PostAsJsonAsync(Summaries, ids);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    private static async Task<JsonNode> PutAsync(HttpClient service, string path, object body)
    {
        using var response = await service.PutAsJsonAsync(path, body);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }
}

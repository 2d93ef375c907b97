using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Events;

/// <summary>The log by pages: everything once, in order, and nobody else's.</summary>
public sealed class EventPullTests(EventsFixture fixture) : IClassFixture<EventsFixture>
{
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task Pages_FollowedByTheirCursors_ShowEveryEventOnceAndNobodyElses()
    {
        await fixture.Application.LogAsync(_account, 7);
        await fixture.Application.LogAsync(Guid.NewGuid(), 5);
        using var client = Client();
        var (seen, next) = (new List<long>(), 0L);
        JsonNode page;
        do
        {
            page = await PullAsync(client, $"?after={next}&limit=3");
            seen.AddRange(page["items"]!.AsArray().Select(static item => (long)item!["sequence"]!));
            next = (long)page["next"]!;
        }
        while ((bool)page["has_more"]!);

        seen.ShouldBe([1, 2, 3, 4, 5, 6, 7]);
        next.ShouldBe(7);
        var end = await PullAsync(client, "?after=7");
        end["items"]!.AsArray().ShouldBeEmpty();
        ((long)end["next"]!).ShouldBe(7);
    }

    [Fact]
    public async Task Event_Shown_HasItsIdTypeTimeAndData()
    {
        await fixture.Application.LogAsync(_account);
        using var client = Client();
        var item = (await PullAsync(client, ""))["items"]!.AsArray().ShouldHaveSingleItem()!.AsObject();
        item.Select(static field => field.Key).ShouldBe(["id", "type", "timestamp", "sequence", "data"]);
        ((string)item["id"]!).ShouldMatch("^evt_[0-9a-f-]{36}$");
        ((string)item["type"]!).ShouldBe("generation.failed");
        ((string)item["timestamp"]!).ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        ((string)item["data"]!["id"]!).ShouldStartWith("gen_");
        ((string)item["data"]!["status"]!).ShouldBe("failed");
    }

    [Fact]
    public async Task Types_Named_AreAllThatComesAndTheCursorPassesTheRest()
    {
        await fixture.Application.LogAsync(_account, 3);
        await fixture.Application.LogAsync(_account, 2, "video");
        await fixture.Application.LogAsync(_account, 2);
        using var client = Client();
        var page = await PullAsync(client, "?types=video.failed,batch.completed");
        page["items"]!.AsArray().Select(static item => (long)item!["sequence"]!).ShouldBe([4, 5]);
        ((long)page["next"]!, (bool)page["has_more"]!).ShouldBe((7, false));
    }

    [Fact]
    public async Task RareType_InALongLog_IsLookedForInBoundedSteps()
    {
        await fixture.Application.LogAsync(_account, 11_000);
        await fixture.Application.LogAsync(_account, 1, "video");
        using var client = Client();
        var (next, steps) = (0L, 0);
        JsonNode page;
        do
        {
            page = await PullAsync(client, $"?types=video.failed&after={next}");
            next = (long)page["next"]!;
            steps++;
        }
        while ((bool)page["has_more"]!);

        steps.ShouldBe(3);
        ((long)page["items"]!.AsArray().ShouldHaveSingleItem()!["sequence"]!).ShouldBe(11_001);
    }

    [Theory]
    [InlineData("?after=x", "after")]
    [InlineData("?after=-1", "after")]
    [InlineData("?after=9999999999999999999", "after")]
    [InlineData("?after=99", "after")]
    [InlineData("?types=generation.exploded", "types")]
    [InlineData("?limit=201", "limit")]
    [InlineData("?wait=31", "wait")]
    public async Task BadQuery_Sent_NamesItsField(string query, string field)
    {
        using var client = Client();
        using var response = await client.GetAsync(new Uri("/v1/events" + query, UriKind.Relative));
        var body = await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        ((string)body!["errors"]!.AsArray().ShouldHaveSingleItem()!["field"]!).ShouldBe(field);
        if (field == "types")
            body.ToJsonString().ShouldContain("generation.exploded");
    }

    [Fact]
    public async Task Wait_Asked_EndsWithTheFirstEventOrWithItsTime()
    {
        using var client = Client();
        var clock = Stopwatch.StartNew();
        var nothing = await PullAsync(client, "?wait=1");
        nothing["items"]!.AsArray().ShouldBeEmpty();
        clock.Elapsed.TotalSeconds.ShouldBeInRange(0.9, 3);

        clock.Restart();
        var waiting = PullAsync(client, "?wait=20");
        await Task.Delay(300);
        await fixture.Application.LogAsync(_account);
        (await waiting)["items"]!.AsArray().Count.ShouldBe(1);
        clock.Elapsed.TotalSeconds.ShouldBeLessThan(5);
    }

    [Fact]
    public async Task Log_WithoutACredential_IsRefused()
    {
        using var client = fixture.Instance.ClientFor(Contracts.Principals.Principal.Anonymous);
        using var pull = await client.GetAsync(new Uri("/v1/events", UriKind.Relative));
        await pull.ShouldBeAsync(HttpStatusCode.Unauthorized);
        using var stream = await client.GetAsync(new Uri("/v1/events/stream", UriKind.Relative));
        await stream.ShouldBeAsync(HttpStatusCode.Unauthorized);
    }

    private HttpClient Client() => fixture.Instance.ClientFor(GenerationApplication.KeyOf(_account));

    private static async Task<JsonNode> PullAsync(HttpClient client, string query)
    {
        using var response = await client.GetAsync(new Uri("/v1/events" + query, UriKind.Relative));
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }
}

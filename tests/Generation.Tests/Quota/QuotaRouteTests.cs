using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Generation.Tests.Quota;

/// <summary>The three routes under /api/quota, as they stand on the wire.</summary>
public sealed class QuotaRouteTests(QuotaFixture fixture) : IClassFixture<QuotaFixture>
{
    private const string OwnKey = "the-caller's-own-google-key";

    [Fact]
    public async Task Get_OfAFreshAccount_HasExactlyTheseFields()
    {
        using var client = fixture.Usual.Of(Guid.NewGuid());
        var today = TimeProvider.System.GetUtcNow();
        var expected = $$$"""
            {"date":"{{{Day(today)}}}","used":0,"limit":50,"remaining":50,"cooldown_active":false,"cooldown_remaining":0,"resets_at":"{{{Day(today.AddDays(1))}}}T00:00:00Z",
             "is_trial_mode":false,"global_used":0,"global_limit":0,"global_remaining":0,"modes":{}}
            """;
        JsonNode.DeepEquals(await client.QuotaAsync(), JsonNode.Parse(expected)).ShouldBeTrue((await client.QuotaAsync()).ToJsonString());
    }

    [Fact]
    public async Task Get_AfterAGeneration_CountsItAndCoolsDown()
    {
        var account = Guid.NewGuid();
        using var client = fixture.Usual.Of(account);
        (await client.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        await fixture.Application.CoolDownAsync(account);
        var quota = await client.QuotaAsync();
        ((int)quota["used"]!, (int)quota["remaining"]!).ShouldBe((1, 49));
        ((bool)quota["cooldown_active"]!, (int)quota["cooldown_remaining"]!).ShouldBe((true, 3));
    }

    [Fact]
    public async Task Get_OfNobodyAndOfASharedNetwork_IsByTheAddress()
    {
        var address = QuotaCalls.NewAddress();
        using var here = fixture.Usual.From(address);
        using var there = fixture.Usual.From(QuotaCalls.NewAddress());
        (await here.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await here.UsedAsync(), await there.UsedAsync()).ShouldBe((1, 0));

        // One /64 is one caller, however many addresses it has.
        using var first = fixture.Usual.From("2001:db8:7:1::1");
        using var second = fixture.Usual.From("2001:db8:7:1:ffff::2");
        using var neighbour = fixture.Usual.From("2001:db8:7:2::1");
        (await first.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await second.UsedAsync(), await neighbour.UsedAsync()).ShouldBe((1, 0));
    }

    [Fact]
    public async Task OwnKey_GetAndCheck_AreMeteredByNothing()
    {
        using var client = fixture.Usual.Of(Guid.NewGuid());
        (await client.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        client.DefaultRequestHeaders.Add(CallerKey.Header, OwnKey);
        var quota = await client.QuotaAsync();
        ((int)quota["used"]!, (bool)quota["cooldown_active"]!, (bool)quota["is_trial_mode"]!).ShouldBe((0, false, false));
        (await client.CheckAsync(new { count = 10 })).ShouldBe("""{"can_generate":true,"reason":"OK","cost":0,"remaining_after":50}""");
    }

    [Theory]
    [InlineData("""{}""", """{"can_generate":true,"reason":"OK","cost":1,"remaining_after":49}""")]
    [InlineData("""{"count":5,"mode":"batch","resolution":"4K"}""", """{"can_generate":true,"reason":"OK","cost":5,"remaining_after":45}""")]
    [InlineData("""{"count":6}""", """{"can_generate":false,"reason":"Batch size exceeds limit (6/5)","cost":6,"remaining_after":50}""")]
    [InlineData("""{"count":10}""", """{"can_generate":false,"reason":"Batch size exceeds limit (10/5)","cost":10,"remaining_after":50}""")]
    [InlineData("""{"mode":"painting"}""", """{"can_generate":false,"reason":"Invalid generation mode","cost":0,"remaining_after":50}""")]
    public async Task Check_OfAFreshAccount_AnswersAndTakesNothing(string body, string expected)
    {
        using var client = fixture.Usual.Of(Guid.NewGuid());
        (await client.CheckAsync(JsonNode.Parse(body)!)).ShouldBe(expected);
        (await client.UsedAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"count":0}""", "body -> count")]
    [InlineData("""{"count":11}""", "body -> count")]
    [InlineData("""{"resolution":"8K"}""", "body -> resolution")]
    public async Task Check_OutOfBounds_NamesTheField(string body, string field)
    {
        using var client = fixture.Usual.Of(Guid.NewGuid());
        var (status, answer) = await client.PostAsync("/api/quota/check", JsonNode.Parse(body)!);
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((string)answer["error"]!["details"]!["errors"]!.AsArray().ShouldHaveSingleItem()!["field"]!).ShouldBe(field);
    }

    [Fact]
    public async Task Check_InTheCooldownOrAtTheEndOfTheDay_SaysWhy()
    {
        var account = Guid.NewGuid();
        using var client = fixture.Usual.Of(account);
        (await client.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        await fixture.Application.CoolDownAsync(account);
        (await client.CheckAsync(new { })).ShouldBe("""{"can_generate":false,"reason":"Please wait 3s before next generation","cost":1,"remaining_after":49}""");

        await fixture.Application.ScalarAsync("UPDATE generation.quotas SET used = 50, last_taken_at = NULL WHERE account_id = @a", ("a", account));
        (await client.CheckAsync(new { })).ShouldBe("""{"can_generate":false,"reason":"Daily limit reached (50/50)","cost":1,"remaining_after":0}""");
    }

    [Fact]
    public async Task Check_OfNobodyWhereASignInIsNeeded_SaysSo()
    {
        using var client = fixture.Closed.From(QuotaCalls.NewAddress());
        (await client.CheckAsync(new { })).ShouldBe("""{"can_generate":false,"reason":"Authentication required","cost":1,"remaining_after":50}""");
    }

    [Fact]
    public async Task Config_Asked_ShowsEveryLimit()
    {
        using var client = fixture.Usual.From(QuotaCalls.NewAddress());
        using var response = await client.GetAsync(new Uri("/api/quota/config", UriKind.Relative));
        JsonNode.DeepEquals(await response.ShouldBeAsync(HttpStatusCode.OK), JsonNode.Parse("""
            {"daily_limit":50,"cooldown_seconds":3,"max_batch_size":5,"global_daily_quota":50,"modes":{
              "basic_1k":{"name":"Basic (1K/2K)","limit":30,"cost":1},"basic_4k":{"name":"Basic (4K)","limit":10,"cost":3},"chat":{"name":"Chat","limit":20,"cost":1},
              "batch_1k":{"name":"Batch (1K/2K)","limit":15,"cost":1},"batch_4k":{"name":"Batch (4K)","limit":5,"cost":3},"search":{"name":"Search","limit":15,"cost":2},
              "blend":{"name":"Blend/Style","limit":10,"cost":2}}}
            """)).ShouldBeTrue(await response.Content.ReadAsStringAsync());
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

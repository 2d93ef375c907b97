using System.Globalization;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Billing.Tests;

/// <summary>Every figure, against work that is small enough to reckon it by hand.</summary>
public sealed class AnalyticsTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    private readonly AnalyticsWorkload _work = new(billing, Guid.NewGuid());

    /// <summary>Four made (130 credits), one failed, one cancelled, and as much of somebody else's.</summary>
    private async Task WorkAsync()
    {
        var stranger = new AnalyticsWorkload(billing, Guid.NewGuid());
        foreach (var work in new[] { _work, stranger })
        {
            await work.MakeAsync(daysAgo: 0, "google", "basic", "1K", durationMs: 1_000);
            await work.MakeAsync(daysAgo: 0, "google", "batch", "2K", durationMs: 2_000);
            await work.MakeAsync(daysAgo: 2, "bfl", "basic", "1K", durationMs: 4_000, fallback: true, units: 2);
            await work.MakeAsync(daysAgo: 2, "google", "basic", "4K", durationMs: 1_001);
            await work.FailAsync(daysAgo: 2, "bfl");
            await work.CancelAsync();
        }
    }

    [Theory]
    [InlineData(PrincipalKind.User)]
    [InlineData(PrincipalKind.UserKey)]
    public async Task Work_Overview_IsThatOfThisAccount(PrincipalKind kind)
    {
        await WorkAsync();

        var overview = JsonNode.Parse(await _work.GetAsync("overview", kind))!.AsObject();

        ((string)overview["period_start"]!).ShouldBe(_work.Day(29) + "T00:00:00Z");
        var end = DateTimeOffset.Parse((string)overview["period_end"]!, CultureInfo.InvariantCulture);
        end.ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(60));
        overview.Remove("period_start");
        overview.Remove("period_end");
        overview.ToJsonString().ShouldBe(
            """{"total_generations":4,"total_credits_used":130.0,"average_duration_ms":2000.3,"success_rate":80.0,"favorite_provider":"google","favorite_mode":"basic"}""");
    }

    [Fact]
    public async Task Work_Usage_IsByDayModeAndResolution()
    {
        await WorkAsync();

        (await _work.GetAsync("usage?time_range=week")).ShouldBe(
            $$"""
            {"daily_usage":[{"date":"{{_work.Day(2)}}","count":2,"credits":80.0},{"date":"{{_work.Day(0)}}","count":2,"credits":50.0}],
            "total_generations":4,"average_daily":0.57,"peak_day":"{{_work.Day(2)}}","peak_count":2,
            "by_mode":[{"mode":"basic","count":3,"percentage":75.0},{"mode":"batch","count":1,"percentage":25.0}],
            "by_resolution":[{"resolution":"1K","count":2,"percentage":50.0},{"resolution":"2K","count":1,"percentage":25.0},{"resolution":"4K","count":1,"percentage":25.0}]}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task Work_Costs_AddUpToAllCredits()
    {
        await WorkAsync();

        (await _work.GetAsync("costs")).ShouldBe(
            $$"""
            {"total_cost":130.0,"currency":"credits",
            "daily_costs":[{"date":"{{_work.Day(2)}}","count":2,"credits":80.0},{"date":"{{_work.Day(0)}}","count":2,"credits":50.0}],
            "by_provider":[{"category":"google","amount":90.0,"percentage":69.2},{"category":"bfl","amount":40.0,"percentage":30.8}],
            "by_mode":[{"category":"basic","amount":100.0,"percentage":76.9},{"category":"batch","amount":30.0,"percentage":23.1}],
            "by_resolution":[{"category":"1K","amount":60.0,"percentage":46.1},{"category":"4K","amount":40.0,"percentage":30.8},{"category":"2K","amount":30.0,"percentage":23.1}]}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task Work_Providers_CountFailuresAndFallbacks()
    {
        await WorkAsync();

        (await _work.GetAsync("providers")).ShouldBe(
            """
            {"providers":[{"provider":"google","count":3,"percentage":60.0,"average_duration_ms":1333.7,"success_rate":100.0},
            {"provider":"bfl","count":2,"percentage":40.0,"average_duration_ms":4000.0,"success_rate":50.0}],
            "total_requests":5,"fallback_count":1,"fallback_rate":20.0}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task Work_Trends_CompareWithTheDaysBeforeAndSaySo()
    {
        await WorkAsync();
        await _work.MakeAsync(daysAgo: 7);
        await _work.MakeAsync(daysAgo: 13);

        (await _work.GetAsync("trends?time_range=week")).ShouldBe(
            $$"""
            {"usage_trend":{"metric":"usage","direction":"up","change_percentage":100.0,"data_points":[{"date":"{{_work.Day(2)}}","value":2.0},{"date":"{{_work.Day(0)}}","value":2.0}]},
            "cost_trend":{"metric":"cost","direction":"up","change_percentage":225.0,"data_points":[{"date":"{{_work.Day(2)}}","value":80.0},{"date":"{{_work.Day(0)}}","value":50.0}]},
            "quality_trend":{"metric":"quality","direction":"down","change_percentage":-20.0,"data_points":[{"date":"{{_work.Day(2)}}","value":66.7},{"date":"{{_work.Day(0)}}","value":100.0}]},
            "insights":["4 generations in this period, 100% more than in the period before.","32.5 credits each on average, 130 in all.","google made the most: 75%.",
            "The busiest day was {{_work.Day(2)}} with 2 generations.","1 of 5 requests failed.","1 of 4 generations was not served as planned, but by a fallback."]}
            """.ReplaceLineEndings(""));
    }

    [Theory]
    [InlineData("overview?time_range=all", """{"total_generations":0,"total_credits_used":0.0,"average_duration_ms":0.0,"success_rate":100.0,"favorite_provider":null,"favorite_mode":null,"period_start":null,"period_end":null}""")]
    [InlineData("usage", """{"daily_usage":[],"total_generations":0,"average_daily":0.0,"peak_day":null,"peak_count":0,"by_mode":[],"by_resolution":[]}""")]
    [InlineData("costs", """{"total_cost":0.0,"currency":"credits","daily_costs":[],"by_provider":[],"by_mode":[],"by_resolution":[]}""")]
    [InlineData("providers", """{"providers":[],"total_requests":0,"fallback_count":0,"fallback_rate":0.0}""")]
    [InlineData("trends", """{"usage_trend":{"metric":"usage","direction":"stable","change_percentage":0.0,"data_points":[]},"cost_trend":{"metric":"cost","direction":"stable","change_percentage":0.0,"data_points":[]},"quality_trend":null,"insights":[]}""")]
    public async Task NothingMade_EachEndpoint_IsZeroesAndNulls(string path, string body) => (await _work.GetAsync(path)).ShouldBe(body);

    [Fact]
    public async Task OnlyFailures_EachEndpoint_HasNoGenerations()
    {
        await _work.FailAsync(daysAgo: 0, "bfl");

        JsonNode.Parse(await _work.GetAsync("overview"))!["success_rate"]!.ToJsonString().ShouldBe("0.0");
        (await _work.GetAsync("usage")).ShouldContain("\"daily_usage\":[],\"total_generations\":0");
        (await _work.GetAsync("providers")).ShouldStartWith(
            """{"providers":[{"provider":"bfl","count":1,"percentage":100.0,"average_duration_ms":0.0,"success_rate":0.0}],"total_requests":1,""");
        (await _work.GetAsync("trends")).ShouldEndWith("\"insights\":[\"1 of 1 request failed.\"]}");
    }
}

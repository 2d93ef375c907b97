using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Billing.Analytics;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Billing.Tests;

/// <summary>Which days a range has, who may ask for one, and what reading it costs.</summary>
public sealed class AnalyticsRangeTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    public static TheoryData<string> Paths => ["overview", "usage", "costs", "providers", "trends"];

    [Theory]
    [InlineData("today", 1)]
    [InlineData("week", 7)]
    [InlineData("month", 30)]
    [InlineData("quarter", 90)]
    [InlineData("year", 365)]
    public async Task Range_HasItsFirstAndLastDayAndNoOther(string range, int days)
    {
        var work = new AnalyticsWorkload(billing, Guid.NewGuid());
        await work.MakeAsync(daysAgo: 0);
        await work.MakeAsync(daysAgo: days - 1);
        await work.MakeAsync(daysAgo: days);
        await work.MakeAsync(daysAgo: (2 * days) - 1);
        await work.MakeAsync(daysAgo: 2 * days);
        await work.MakeAsync(daysAgo: -1);

        var usage = JsonNode.Parse(await work.GetAsync($"usage?time_range={range}"))!;
        usage["daily_usage"]!.AsArray().Select(static day => (string)day!["date"]!).ShouldBe(days == 1 ? [work.Day(0)] : [work.Day(days - 1), work.Day(0)]);
        var overview = JsonNode.Parse(await work.GetAsync($"overview?time_range={range}"))!;
        (((string)overview["period_start"]!)[..10], ((string)overview["period_end"]!)[..10]).ShouldBe((work.Day(days - 1), work.Day(0)));

        // Two days in each of both periods: a range of one day has one of its own twice.
        ((string)JsonNode.Parse(await work.GetAsync($"trends?time_range={range}"))!["usage_trend"]!["direction"]!).ShouldBe("stable");
    }

    [Fact]
    public async Task All_HasEveryDayAndNothingToCompareWith()
    {
        var work = new AnalyticsWorkload(billing, Guid.NewGuid());
        await work.MakeAsync(daysAgo: 0);
        await work.MakeAsync(daysAgo: 3_999);

        var usage = JsonNode.Parse(await work.GetAsync("usage?time_range=all"))!;
        ((int)usage["total_generations"]!).ShouldBe(2);
        usage["average_daily"]!.ToJsonString().ShouldBe("0.00");
        var trend = JsonNode.Parse(await work.GetAsync("trends?time_range=all"))!;
        trend["usage_trend"]!["change_percentage"]!.ToJsonString().ShouldBe("0.0");
        ((string)trend["insights"]![0]!).ShouldBe("2 generations in this period.");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task UnknownRange_Asked_Is422ThatNamesIt(string path)
    {
        using var client = billing.ClientFor(Guid.NewGuid());
        foreach (var range in new[] { "decade", "Month", "", "week&time_range=month" })
        {
            using var response = await client.GetAsync($"/api/analytics/{path}?time_range={range}");
            response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, range);
            response.ErrorCode().ShouldBe("request.invalid");
            (await response.Content.ReadAsStringAsync()).ShouldBe(
                """
                {"success":false,"error":{"code":"validation_error","message":"Request validation failed","details":{"errors":[{"field":"query -> time_range",
                "message":"Input should be 'today', 'week', 'month', 'quarter', 'year', 'all'","type":"literal_error"}]}},"detail":"Request validation failed"}
                """.ReplaceLineEndings(""));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Nobody_Asked_Is401(string path)
    {
        using var unproven = billing.Service.CreateClient();
        using var anonymous = billing.ClientFor(Guid.Empty, PrincipalKind.Anonymous);
        foreach (var client in new[] { unproven, anonymous })
        {
            using var response = await client.GetAsync($"/api/analytics/{path}");
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            (await response.Content.ReadAsStringAsync()).ShouldBe(
                """{"success":false,"error":{"code":"authentication_failed","message":"Authentication required"},"detail":"Authentication required"}""");
        }
    }

    [Fact]
    public async Task BusyAccountAmongMany_Read_TouchesItsRollupsOnly()
    {
        var account = Guid.NewGuid();
        await billing.ExecuteAsync(
            $"""
            INSERT INTO billing.usage_records (job_id, account_id, key_id, day, provider, model, mode, resolution, kind, images, units, duration_ms, credits,
                provider_cost_micros, completed_at)
            SELECT gen_random_uuid(), CASE WHEN i % 2 = 0 THEN '{account}' ELSE lpad((i % 999)::text, 32, '0')::uuid END, gen_random_uuid(),
                (now() AT TIME ZONE 'UTC')::date - i % 30, 'google', 'm', 'basic', '1K', 'image', 1, 1, 1, 20, 0, now() FROM generate_series(1, 100000) AS i
            """);
        await billing.ExecuteAsync("ANALYZE billing.usage_rollups");

        (await billing.CountAsync($"SELECT count(*) FROM billing.usage_rollups WHERE account_id = '{account}'")).ShouldBe(15);
        (await billing.CountAsync($"SELECT sum(generations) FROM billing.usage_rollups WHERE account_id = '{account}'")).ShouldBe(50_000);
        await using var command = billing.Data.CreateCommand("EXPLAIN " + FiguresReader.Sql);
        NanoBanana.Billing.Data.Commands.With(NanoBanana.Billing.Data.Commands.With(NanoBanana.Billing.Data.Commands.With(command, account), 30), 0);
        var plan = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            plan.Add(reader.GetString(0));
        var text = string.Join('\n', plan);
        text.ShouldContain("pk_usage_rollups");
        text.ShouldNotContain("Seq Scan");
        text.ShouldNotContain("usage_records");
    }
}

using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Billing.Tests;

public sealed class UsageEndpointTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task NothingUsed_Summary_IsAllZero() =>
        (await GetAsync("/v1/usage/summary")).ShouldBe("""{"total_images":0,"total_keys":0,"active_keys":0,"top_keys":[]}""");

    [Fact]
    public async Task UsedKeys_Summary_ShowsTheFiveBusiestOfThisAccount()
    {
        var keys = Enumerable.Range(1, 7).Select(i => billing.Keys.Add(_account, $"key{i}", isActive: i != 7)).ToArray();
        for (var i = 0; i < 6; i++)
            await billing.UseAsync(_account, i + 1, keys[i]);
        await billing.UseAsync(_account, 9);
        var stranger = Guid.NewGuid();
        await billing.UseAsync(stranger, 20, billing.Keys.Add(stranger, "foreign"));

        var summary = JsonNode.Parse(await GetAsync("/v1/usage/summary"))!;

        summary["total_images"]!.GetValue<int>().ShouldBe(1 + 2 + 3 + 4 + 5 + 6 + 9);
        summary["total_keys"]!.GetValue<int>().ShouldBe(7);
        summary["active_keys"]!.GetValue<int>().ShouldBe(6);
        var top = summary["top_keys"]!.AsArray();
        top.Select(static key => key!["image_count"]!.GetValue<int>()).ShouldBe([6, 5, 4, 3, 2]);
        top[0]!.ToJsonString().ShouldBe($$"""{"key_id":"{{keys[5]}}","key_name":"key6","key_prefix":"nb_live_key6","image_count":6}""");
    }

    [Fact]
    public async Task UsedDays_Daily_NewestFirstAndOnlyDaysWithUsage()
    {
        var now = TimeProvider.System.GetUtcNow();
        await billing.UseAsync(_account, 1, completedAt: now.AddDays(-29));
        await billing.UseAsync(_account, 2, Guid.NewGuid(), now.AddDays(-5));
        await billing.UseAsync(_account, 3, Guid.NewGuid(), now.AddDays(-5));
        await billing.UseAsync(_account, 4, completedAt: now.AddDays(-30));
        await billing.UseAsync(Guid.NewGuid(), 7, completedAt: now);

        (await GetAsync("/v1/usage/daily")).ShouldBe(Days((now.AddDays(-5), 5), (now.AddDays(-29), 1)));
        (await GetAsync("/v1/usage/daily?days=6")).ShouldBe(Days((now.AddDays(-5), 5)));
        (await GetAsync("/v1/usage/daily?days=5")).ShouldBe(Days());
        (await GetAsync("/v1/usage/daily?days=365")).ShouldBe(Days((now.AddDays(-5), 5), (now.AddDays(-29), 1), (now.AddDays(-30), 4)));
    }

    [Fact]
    public async Task CompletedAtMidnightOfAnotherZone_Daily_CountsTheUtcDay()
    {
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-3);
        await billing.UseAsync(_account, 1, completedAt: new DateTimeOffset(day, new TimeOnly(1, 0), TimeSpan.FromHours(2)));

        (await GetAsync("/v1/usage/daily")).ShouldBe(Days((new DateTimeOffset(day.AddDays(-1), TimeOnly.MinValue, TimeSpan.Zero), 1)));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("366")]
    [InlineData("-1")]
    [InlineData("many")]
    public async Task DaysOutOfRange_Daily_Is422(string days)
    {
        using var client = billing.ClientFor(_account);
        using var response = await client.GetAsync($"/v1/usage/daily?days={days}");

        var body = await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        body!["detail"]![0]!["loc"]!.ToJsonString().ShouldBe("""["query","days"]""");
    }

    [Fact]
    public async Task OwnKey_KeyUsage_ShowsTotalAndDays()
    {
        var now = TimeProvider.System.GetUtcNow();
        var key = billing.Keys.Add(_account, "mine");
        await billing.UseAsync(_account, 2, key, now);
        await billing.UseAsync(_account, 1, key, now.AddDays(-40));
        await billing.UseAsync(_account, 5, key, now.AddDays(-400));
        await billing.UseAsync(_account, 4, completedAt: now);

        var days = Days((now, 2), (now.AddDays(-40), 1))[8..^1];
        (await GetAsync($"/v1/usage/key/{key}")).ShouldBe(
            $$"""{"key_id":"{{key}}","key_name":"mine","key_prefix":"nb_live_mine","total_images":8,"daily_usage":{{days}}}""");
    }

    [Fact]
    public async Task ForeignUnknownOrMalformedKey_KeyUsage_AnswerExactlyAlike()
    {
        var stranger = Guid.NewGuid();
        var foreign = billing.Keys.Add(stranger, "foreign");
        await billing.UseAsync(stranger, 1, foreign);
        using var client = billing.ClientFor(_account);

        foreach (var id in new[] { foreign.ToString(), Guid.NewGuid().ToString(), Guid.Empty.ToString(), "no-id", foreign.ToString("n") })
        {
            using var response = await client.GetAsync($"/v1/usage/key/{id}");
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound, id);
            response.ErrorCode().ShouldBe("keys.not_found");
            (await response.Content.ReadAsStringAsync()).ShouldBe("""{"detail":"API key not found"}""");
        }
    }

    [Theory]
    [InlineData("/v1/usage/summary")]
    [InlineData("/v1/usage/daily")]
    [InlineData("/v1/usage/key/6f1d3a4e-54a1-4c3c-9a39-8f8a7e0a1b2c")]
    [InlineData("/v1/billing/balance")]
    public async Task NoCredential_Get_Is401(string path)
    {
        using var unproven = billing.Service.CreateClient();
        using var anonymous = billing.ClientFor(Guid.Empty, PrincipalKind.Anonymous);

        foreach (var client in new[] { unproven, anonymous })
        {
            using var response = await client.GetAsync(path);
            (await response.ShouldBeAsync(HttpStatusCode.Unauthorized))!["detail"]!.GetValue<string>().ShouldBe("Not authenticated");
            response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        }
    }

    [Fact]
    public async Task Key_UsageStatistics_AreForSignedInUsers()
    {
        using var client = billing.ClientFor(_account, PrincipalKind.UserKey);
        using var response = await client.GetAsync("/v1/usage/summary");
        await response.ShouldBeAsync(HttpStatusCode.Forbidden);
    }

    private async Task<string> GetAsync(string path)
    {
        using var client = billing.ClientFor(_account);
        using var response = await client.GetAsync(path);
        await response.ShouldBeAsync(HttpStatusCode.OK);
        return await response.Content.ReadAsStringAsync();
    }

    private static string Days(params (DateTimeOffset Day, int Images)[] days) =>
        "{\"days\":[" + string.Join(',', days.Select(static day => $$"""{"usage_date":"{{day.Day.UtcDateTime:yyyy-MM-dd}}","image_count":{{day.Images}}}""")) + "]}";
}

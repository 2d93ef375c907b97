using System.Net;
using System.Net.Http.Json;

namespace NanoBanana.EndToEnd;

/// <summary>What is made at one service is reckoned at another, and all of them say how they are.</summary>
public sealed partial class EdgeTests
{
    [Fact]
    public async Task ImagesMade_Analytics_ShowThemToTokenAndKeyOfTheirAccountAlone()
    {
        var account = await fixture.System.SignUpAsync();
        using var user = account.Client;
        using var key = await account.KeyClientAsync();
        using var stranger = (await fixture.System.SignUpAsync()).Client;
        await key.GenerateOkAsync(new { prompt = "two at once", n = 2 });
        using var large = await key.PostAsJsonAsync("/api/generate", new { prompt = "large", settings = new { resolution = "2K" } });
        await large.ShouldBeAsync(HttpStatusCode.OK);
        using var batch = await key.PostAsJsonAsync("/api/generate/batch", new { prompts = new[] { "one", "two" } });
        await batch.ShouldBeAsync(HttpStatusCode.OK);

        // Of a batch nobody waits for the end.
        await Calls.EventuallyAsync(
            async () => (long)(await user.GetJsonAsync("/api/analytics/overview?time_range=today"))["total_generations"]! == 4, "four generations are counted");

        foreach (var client in new[] { user, key })
        {
            var overview = await client.GetJsonAsync("/api/analytics/overview");
            ((decimal)overview["total_credits_used"]!, (decimal)overview["success_rate"]!).ShouldBe((110m, 100m));
            ((decimal)overview["average_duration_ms"]!).ShouldBeGreaterThan(0);
            var costs = await client.GetJsonAsync("/api/analytics/costs");
            costs["by_mode"]!.AsArray().Select(static mode => ((string)mode!["category"]!, (decimal)mode["amount"]!)).ShouldBe([("basic", 70m), ("batch", 40m)]);
            costs["by_resolution"]!.AsArray().Select(static step => ((string)step!["category"]!, (decimal)step["amount"]!)).ShouldBe([("1K", 80m), ("2K", 30m)]);
        }

        ((int)(await user.GetJsonAsync("/api/analytics/providers"))["total_requests"]!).ShouldBe(4);
        ((string)(await user.GetJsonAsync("/api/analytics/trends"))["insights"]![2]!).ShouldBe("All were made by sandbox.");
        ((int)(await stranger.GetJsonAsync("/api/analytics/overview"))["total_generations"]!).ShouldBe(0);
    }

    [Theory]
    [InlineData("overview")]
    [InlineData("usage")]
    [InlineData("costs")]
    [InlineData("providers")]
    [InlineData("trends")]
    public async Task Analytics_WithoutACredential_AreRefusedInTheLabsWords(string path)
    {
        using var client = fixture.System.CreateClient();
        using var response = await client.GetAsync(new Uri("/api/analytics/" + path, UriKind.Relative));
        var body = (await response.ShouldBeAsync(HttpStatusCode.Unauthorized))!;
        ((string)body["error"]!["code"]!, (string)body["detail"]!).ShouldBe(("authentication_failed", "Authentication required"));
    }

    [Fact]
    public async Task HealthOfTheLab_Asked_IsThatOfTheRealServices()
    {
        using var client = fixture.System.CreateClient();
        ((string)(await client.GetJsonAsync("/api/health/ready"))["status"]!).ShouldBe("healthy");
        var detailed = await client.GetJsonAsync("/api/health/detailed");

        ((string)detailed["status"]!).ShouldBe("degraded");
        var components = detailed["components"]!;
        foreach (var well in new[] { "database", "redis", "services", "image_store" })
            ((string)components[well]!["status"]!).ShouldBe("healthy", well);
        components["image_store"]!["details"]!.ToJsonString().ShouldBe("""{"backend":"local"}""");
        ((string)components["r2_storage"]!["error"]!).ShouldBe("R2 storage not configured");
        components["gemini_api"]!["details"]!.ToJsonString().ShouldBe("""{"configured":false}""");
    }
}

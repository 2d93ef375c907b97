using System.Net;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd;

/// <summary>The same call, served by Google's protocol: what each of its answers leads to, for the caller and for the balance.</summary>
public sealed class GeminiTests : IClassFixture<GeminiFixture>
{
    private readonly GeminiFixture _fixture;
    private readonly GeminiEmulator _gemini;
    private readonly NanoBananaSystem _system;

    public GeminiTests(GeminiFixture fixture)
    {
        (_fixture, _gemini, _system) = (fixture, fixture.Gemini, fixture.System);
        _gemini.Switchboard.Reset();
    }

    [Fact]
    public async Task Google_Configured_ServesAndIsNamed()
    {
        using var client = await (await _system.SignUpAsync()).KeyClientAsync();
        using var response = await client.GenerateAsync(new { prompt = "a red apple" });
        var made = (await response.ShouldBeAsync(HttpStatusCode.Created))!;
        response.Headers.GetValues("X-Provider").ShouldBe(["google"]);
        response.Headers.GetValues("X-Model").ShouldBe(["gemini-nano-banana-2.1"]);
        var generation = await client.GetJsonAsync($"/v1/generations/{made["id"]}");

        // Google delivers a JPEG; the family promises a PNG of the size asked for.
        ((string)generation["images"]![0]!["media_type"]!).ShouldBe("image/png");
        ((int)generation["images"]![0]!["width"]!).ShouldBe(1024);
        ((decimal)generation["receipt"]!["provider_cost_usd"]!).ShouldBeGreaterThan(0);
        generation["warnings"]!.AsArray().Count.ShouldBe(0);
    }

    [Fact]
    public async Task Sandbox_AskedForByName_ServesBesideGoogle()
    {
        using var client = await (await _system.SignUpAsync()).KeyClientAsync();
        client.DefaultRequestHeaders.Add("X-Provider", "sandbox");
        using var response = await client.GenerateAsync(new { prompt = "a red apple", size = "256x256" });
        await response.ShouldBeAsync(HttpStatusCode.Created);
        response.Headers.GetValues("X-Provider").ShouldBe(["sandbox"]);
        _gemini.Switchboard.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Size_ThatGoogleDoesNotHave_IsDeliveredAsNearestWithAWarning()
    {
        using var client = await (await _system.SignUpAsync()).KeyClientAsync();
        using var response = await client.GenerateAsync(new { prompt = "wide", size = "1408x768" });
        var made = (await response.ShouldBeAsync(HttpStatusCode.Created))!;
        response.Headers.GetValues("X-Generation-Warnings").ShouldBe(["size_mismatch"]);
        var generation = await client.GetJsonAsync($"/v1/generations/{made["id"]}");
        ((string)generation["warnings"]![0]!["code"]!).ShouldBe("size_mismatch");
        ((int)generation["images"]![0]!["width"]!).ShouldBe(1376);
    }

    [Fact]
    public async Task OverloadedTwice_ThenWell_IsRepeatedAndChargedOnce()
    {
        var account = await _system.SignUpAsync();
        using var client = await account.KeyClientAsync();
        var before = await account.AvailableAsync();
        _gemini.Switchboard.Next("overloaded", times: 2);
        var made = await client.GenerateOkAsync(new { prompt = "patience" });
        var attempts = (await client.GetJsonAsync($"/v1/generations/{made["id"]}"))["attempts"]!.AsArray();
        attempts.Select(static attempt => (string)attempt!["state"]!).ShouldBe(["failed", "failed", "succeeded"]);
        attempts.Select(static attempt => (string?)attempt!["failure"]).ShouldBe(["overloaded", "overloaded", null]);
        (await account.AvailableAsync()).ShouldBe(before - 20);
    }

    [Theory]
    [InlineData("overloaded", 4, HttpStatusCode.BadGateway, "provider.unavailable")]
    [InlineData("deadline", 4, HttpStatusCode.BadGateway, "provider.timed_out")]
    [InlineData("internal", 1, HttpStatusCode.BadGateway, "provider.unavailable")]
    [InlineData("blocked", 1, HttpStatusCode.BadRequest, "provider.refused_input")]
    [InlineData("finish:IMAGE_SAFETY", 1, HttpStatusCode.BadRequest, "provider.refused_output")]
    [InlineData("finish:NO_IMAGE", 1, HttpStatusCode.BadRequest, "provider.no_image")]
    [InlineData("damaged", 1, HttpStatusCode.BadGateway, "provider.bad_image")]
    [InlineData("reset", 1, HttpStatusCode.BadGateway, "generation.outcome_unknown")]
    [InlineData("cut", 1, HttpStatusCode.BadGateway, "generation.outcome_unknown")]
    public Task Failure_OfGoogle_IsToldApartAndChargesNothing(string behaviour, int calls, HttpStatusCode status, string code) =>
        ShouldFailAsync(_system, behaviour, calls, status, code);

    /// <summary>Nobody is asked for a while afterwards, so that each has a system of its own.</summary>
    [Theory]
    [InlineData("throttled", HttpStatusCode.TooManyRequests, "provider.throttled")]
    [InlineData("bad_key", HttpStatusCode.ServiceUnavailable, "provider.misconfigured")]
    [InlineData("out_of_funds", HttpStatusCode.ServiceUnavailable, "provider.misconfigured")]
    public async Task FailureOfGoogle_ThatLasts_IsToldApartAndChargesNothing(string behaviour, HttpStatusCode status, string code)
    {
        await using var system = await _fixture.StartAsync();
        await ShouldFailAsync(system, behaviour, calls: 1, status, code);
    }

    [Fact]
    public async Task OneOfTwoImages_Failing_DeliversAndChargesTheOther()
    {
        var account = await _system.SignUpAsync();
        using var client = await account.KeyClientAsync();
        var before = await account.AvailableAsync();
        _gemini.Switchboard.Next("finish:NO_IMAGE");
        using var response = await client.GenerateAsync(new { prompt = "two", n = 2 });
        var made = (await response.ShouldBeAsync(HttpStatusCode.Created))!;
        made["images"]!.AsArray().Count.ShouldBe(1);
        response.Headers.GetValues("X-Generation-Warnings").ShouldBe(["count_mismatch"]);
        (await account.AvailableAsync()).ShouldBe(before - 20);
    }

    [Fact]
    public async Task Caller_HangingUp_FindsTheImageLaterAndIsChargedOnce()
    {
        var account = await _system.SignUpAsync();
        using var client = await account.KeyClientAsync();
        var before = await account.AvailableAsync();
        _gemini.Switchboard.Latency = TimeSpan.FromSeconds(1);
        using var leaving = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generate")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { prompt = "gone" }),
        };
        var call = client.SendAsync(request, leaving.Token);
        await _gemini.Switchboard.WaitForRequestsAsync(1);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => call);
        await Calls.EventuallyAsync(
            async () => (string?)(await client.GetJsonAsync("/v1/generations"))["items"]!.AsArray().SingleOrDefault()?["status"] == "succeeded",
            "the job goes on without its caller");
        await Calls.EventuallyAsync(async () => await account.AvailableAsync() == before - 20, "the image is charged");
        _gemini.Switchboard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Wait_EndingBeforeTheJob_SaysWhereToFetchIt()
    {
        await using var hasty = await _fixture.StartAsync(("Generation:WaitSeconds", "1"));
        using var client = await (await hasty.SignUpAsync()).KeyClientAsync();
        _gemini.Switchboard.Latency = TimeSpan.FromSeconds(2);
        using var response = await client.GenerateAsync(new { prompt = "slow" });
        await response.ShouldBeAsync(HttpStatusCode.GatewayTimeout);
        response.ErrorCode().ShouldBe("generation.still_running");
        var location = response.Headers.Location!.ToString();
        await Calls.EventuallyAsync(async () => (string)(await client.GetJsonAsync(location))["status"]! == "succeeded", "the image is there");
    }

    private async Task ShouldFailAsync(NanoBananaSystem system, string behaviour, int calls, HttpStatusCode status, string code)
    {
        var account = await system.SignUpAsync();
        using var client = await account.KeyClientAsync();
        var before = await account.AvailableAsync();
        _gemini.Switchboard.Next(behaviour, times: 10);
        using var response = await client.GenerateAsync(new { prompt = "it fails" });
        await response.ShouldBeAsync(status);
        response.ErrorCode().ShouldBe(code);
        _gemini.Switchboard.Count.ShouldBe(calls);
        (await account.AvailableAsync()).ShouldBe(before);
        using var user = account.Client;
        ((int)(await user.GetJsonAsync("/v1/usage/summary"))["total_images"]!).ShouldBe(0);
        response.Headers.GetValues("X-RateLimit-Remaining").Single().ShouldNotBeNull();
    }
}

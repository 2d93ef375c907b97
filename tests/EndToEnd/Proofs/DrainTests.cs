using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Testing.Processes;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>A process that is asked to stop says so while it serves on, and ends within its limit whatever is under way.</summary>
public sealed class DrainTests(DrainFixture fixture) : IClassFixture<DrainFixture>
{
    [Fact]
    public async Task ServiceAskedToStop_SaysSoAndServesOn_AndTheOtherProcessGoesOn()
    {
        var (account, generation) = (await fixture.System.SignUpAsync(), fixture.System.Services.Generations[0]);
        using var inside = fixture.System.ClientAt(0, account.Id);
        using var caller = await account.KeyClientAsync();
        var stopping = generation.StopAsync();

        await ShouldSayThatItStopsAsync(generation, "/health");
        using (var served = await inside.GetAsync(new Uri("/v1/generations", UriKind.Relative)))
        {
            await served.ShouldBeAsync(HttpStatusCode.OK);
            served.Headers.ConnectionClose.ShouldBe(true);
        }

        var calls = 0;
        for (; !stopping.IsCompleted || calls < 5; calls++)
            await caller.GenerateOkAsync(new { prompt = "a banana of either process" });
        (await stopping).ShouldBe(0, generation.Output);
        await caller.GenerateOkAsync(new { prompt = "a banana of the other process" });

        // The documentation is put together of those of all services, and nobody has asked for it until now.
        using (var documentation = await caller.GetAsync(new Uri("/openapi.json", UriKind.Relative)))
            (await documentation.ShouldBeAsync(HttpStatusCode.OK))!["paths"]!["/v1/generate"].ShouldNotBeNull();
        await RestartAsync(generation);
    }

    [Fact]
    public async Task GatewayAskedToStop_IsNotReadyAndServesOn()
    {
        var (account, gateway) = (await fixture.System.SignUpAsync(), fixture.System.Services.Gateways[0]);
        using var caller = await account.KeyClientAsync();
        var stopping = gateway.StopAsync();

        await ShouldSayThatItStopsAsync(gateway, "/ready");
        using (var ready = await caller.GetAsync(new Uri("/api/health/ready", UriKind.Relative)))
            (await ready.ShouldBeAsync(HttpStatusCode.ServiceUnavailable))!["status"]!.GetValue<string>().ShouldBe("unhealthy");
        using (var alive = await caller.GetAsync(new Uri("/api/health/live", UriKind.Relative)))
            await alive.ShouldBeAsync(HttpStatusCode.OK);
        await caller.GenerateOkAsync(new { prompt = "a banana by a gateway that stops" });
        (await stopping).ShouldBe(0, gateway.Output);
        await RestartAsync(gateway);
    }

    [Fact]
    public async Task CallLongerThanTheLimit_IsAnsweredBeforeItIsCut_AndItsJobIsNeitherLostNorChargedNorSentAgain()
    {
        var (account, generation) = (await fixture.System.SignUpAsync(), fixture.System.Services.Generations[0]);
        using var inside = fixture.System.ClientAt(0, account.Id);
        var before = fixture.Gemini.Switchboard.Count;
        var answering = new TaskCompletionSource();
        fixture.Gemini.Switchboard.Until = answering.Task;
        try
        {
            var call = inside.GenerateAsync(new { prompt = "a banana that takes too long" });
            await Calls.EventuallyAsync(() => Task.FromResult(fixture.Gemini.Switchboard.Count > before), "the provider is asked");
            var stopping = Stopwatch.StartNew();
            (await generation.StopAsync()).ShouldBe(0, generation.Output);
            stopping.Elapsed.TotalSeconds.ShouldBeInRange(DrainFixture.NoticeSeconds, DrainFixture.NoticeSeconds + DrainFixture.DrainSeconds + 3);

            using var answer = await call;
            answer.ErrorCode().ShouldBe("generation.still_running");
            var path = answer.Headers.Location!;
            using var other = fixture.System.ClientAt(1, account.Id);
            JsonNode? job = null;
            await Calls.EventuallyAsync(
                async () => (string)(job = await other.GetFromJsonAsync<JsonNode>(path))!["status"]! == "failed", "the other process ends the job", seconds: 20);
            ((string)job!["error"]!["code"]!).ShouldBe("generation.outcome_unknown");
        }
        finally
        {
            answering.SetResult();
            fixture.Gemini.Switchboard.Until = Task.CompletedTask;
        }

        await RestartAsync(generation);
        (fixture.Gemini.Switchboard.Count - before).ShouldBe(1);
        (await account.AvailableAsync()).ShouldBe(1000);
        (await fixture.System.SettledBooksAsync()).ShouldBalance();
    }

    private static async Task ShouldSayThatItStopsAsync(ServiceProcess process, string path)
    {
        using var client = new HttpClient { BaseAddress = process.Address };
        JsonNode? serving = null;
        await Calls.EventuallyAsync(async () =>
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            serving = (await answer.Content.ReadFromJsonAsync<JsonNode>())!["checks"]!["serving"];
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable;
        }, "it is not ready", DrainFixture.NoticeSeconds);
        ((string)serving!["status"]!, (string)serving["error"]!).ShouldBe(("unhealthy", "This process stops."));
    }

    private static async Task RestartAsync(ServiceProcess process)
    {
        await process.StartAndWaitAsync();
        await process.WaitUntilReadyAsync();
    }
}

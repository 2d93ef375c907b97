using System.Net;

namespace NanoBanana.Generation.Tests.Api.Kie;

/// <summary>A wait that ends before its job does.</summary>
public sealed class KieWaitTests
{
    private const string NotInTime = """
        {"success":false,"error":"There was no image in time; what had not begun was cancelled and is not charged",
         "message":"There was no image in time; what had not begun was cancelled and is not charged","code":"TIMEOUT","details":"generation.not_in_time"}
        """;

    [Fact]
    public async Task NobodyAtWork_WhenTheTimeIsOver_IsCancelledAndGivenBack()
    {
        await using var setup = await KieSetup.CreateAsync(("Generation:WaitSeconds", "1"), ("RETRY_DELAYS_MS", "60000"));
        setup.Application.Gemini.Switchboard.Default = Testing.Emulators.Behaviour.Parse("overloaded");
        var late = (await setup.GenerateAsync(new { prompt = "patient" }, "k")).ShouldBe(HttpStatusCode.GatewayTimeout, NotInTime);

        var task = await setup.TaskBecomesAsync(late.Location!.Split('/')[^1], "cancelled");
        task.ToJsonString().ShouldBe($$"""
            {"success":true,"taskId":"{{task["taskId"]}}","status":"cancelled","error":"The generation was cancelled","message":"The generation was cancelled","code":"CANCELLED","details":"generation.cancelled"}
            """);
        await setup.BalanceBecomesAsync(1000);
        setup.Application.Gemini.Switchboard.Count.ShouldBe(1);
        (await setup.GenerateAsync(new { prompt = "patient" }, "k")).ShouldBe(HttpStatusCode.Conflict, """
            {"success":false,"error":"The generation was cancelled","message":"The generation was cancelled","code":"CANCELLED","cancelled":true}
            """);
    }

    [Fact]
    public async Task ProviderAtWork_WhenTheTimeIsOver_IsWaitedForAndItsImageKeptAndCharged()
    {
        await using var setup = await KieSetup.CreateAsync(("Generation:WaitSeconds", "1"));
        var gate = new TaskCompletionSource();
        setup.Application.Gemini.Switchboard.Until = gate.Task;
        var late = (await setup.GenerateAsync(new { prompt = "slow" })).ShouldBe(HttpStatusCode.GatewayTimeout, NotInTime);
        var id = late.Location!.Split('/')[^1];
        late.Location.ShouldBe($"/api/nano-banana/task/{id}");
        ((string)(await setup.TaskAsync(id)).Body["status"]!).ShouldBe("processing");
        gate.SetResult();

        (await setup.TaskBecomesAsync(id, "completed"))["credits"]!.ToJsonString().ShouldBe("""{"used":20,"remaining":980}""");
        await setup.BalanceBecomesAsync(980);
    }

    [Fact]
    public async Task ProcessThatStops_WhileACallWaits_CancelsNothing()
    {
        await using var setup = await KieSetup.CreateAsync(("RETRY_DELAYS_MS", "60000"));
        setup.Application.Gemini.Switchboard.Next("overloaded");
        var calling = setup.GenerateAsync(new { prompt = "handed over" });
        await setup.Application.EventuallyAsync(
            async () => await setup.Application.ScalarAsync("SELECT max(state) FROM generation.attempts") is "failed", "the first try has failed");
        await setup.Hooks.Instance.DisposeAsync();
        var left = await calling;
        left.Status.ShouldBe(HttpStatusCode.GatewayTimeout, left.Body.ToJsonString());
        left.Code.ShouldBe("generation.still_running");
        (await setup.Application.ScalarAsync("SELECT state || (cancel_requested_at IS NULL)::text FROM generation.jobs")).ShouldBe("queuedtrue");
    }

    [Fact]
    public async Task CallerThatHangsUp_LeavesItsJobWhichIsMadeAndFound()
    {
        await using var setup = await KieSetup.CreateAsync();
        var gate = new TaskCompletionSource();
        setup.Application.Gemini.Switchboard.Until = gate.Task;
        using (var hangUp = new CancellationTokenSource())
        {
            using var content = System.Net.Http.Json.JsonContent.Create(new { prompt = "left" });
            var calling = setup.Hooks.Client.PostAsync(new Uri("/api/nano-banana/generate", UriKind.Relative), content, hangUp.Token);
            await setup.Application.Gemini.Switchboard.WaitForRequestsAsync(1);
            await hangUp.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(calling);
        }

        gate.SetResult();
        var id = "gen_" + await setup.Application.ScalarAsync("SELECT id FROM generation.jobs");
        await setup.TaskBecomesAsync(id, "completed");
        await setup.BalanceBecomesAsync(980);
    }
}

using System.Net;

namespace NanoBanana.Generation.Tests.Queue;

/// <summary>What was used is charged; what was not is not.</summary>
public sealed class CancelTests : QueueTestBase
{
    [Fact]
    public async Task BatchCancelledWhileItRuns_KeepsWhatIsBeingMadeAndReleasesTheRest()
    {
        var gate = new TaskCompletionSource();
        Application.Gemini.Switchboard.Until = gate.Task;
        var (_, batch) = await Client.BatchAsync(Enumerable.Range(0, 8).Select(static i => $"item {i}"));
        await Application.Gemini.Switchboard.WaitForRequestsAsync(5);
        var (status, asked) = await Client.DeleteAsync((string)batch["url"]!);
        status.ShouldBe(HttpStatusCode.OK);
        ((int)asked["cancelled"]!).ShouldBe(3);
        gate.SetResult();

        var ended = await Client.GetAsync($"{batch["url"]}?wait=20");
        ((string)ended["status"]!).ShouldBe("succeeded");
        ((int)ended["succeeded"]!, (int)ended["cancelled"]!).ShouldBe((5, 3));
        await BalanceBecomesAsync(900);
        Application.Gemini.Switchboard.Count.ShouldBe(5);
        await CountsShouldBeTrueAsync();
    }

    [Fact]
    public async Task JobBetweenTwoTries_IsNotSentAgain()
    {
        Application.Gemini.Switchboard.Default = "overloaded";
        await using var slow = await Application.StartInstanceAsync(("RETRY_DELAYS_MS", "60000,60000"));
        await Instance.DisposeAsync();
        using var client = new QueueClient(slow, Account);
        var (_, order) = await client.OrderAsync("a patient one");
        await Application.Gemini.Switchboard.WaitForRequestsAsync(1);
        await Application.EventuallyAsync(async () => (string?)await Application.ScalarAsync("SELECT max(state) FROM generation.attempts") == "failed", "the try has failed");
        await client.DeleteAsync((string)order["url"]!);
        var ended = await client.GetAsync($"{order["url"]}?wait=20");
        ((string)ended["status"]!).ShouldBe("cancelled");
        ((string)ended["error"]!["code"]!).ShouldBe("generation.cancelled");
        await BalanceBecomesAsync(1000);
        Application.Gemini.Switchboard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task EndedJob_StaysAsItIs()
    {
        var (_, order) = await Client.OrderAsync("a done one");
        await Client.GetAsync($"{order["url"]}?wait=20");
        var (status, after) = await Client.DeleteAsync((string)order["url"]!);
        status.ShouldBe(HttpStatusCode.OK);
        ((string)after["status"]!).ShouldBe("succeeded");
        await BalanceBecomesAsync(980);
    }
}

using System.Net;

namespace NanoBanana.Generation.Tests.Queue;

/// <summary>Generations that their callers come back for.</summary>
public sealed class AsyncGenerationTests(QueueFixture fixture) : QueueTestBase(fixture), IClassFixture<QueueFixture>
{
    [Fact]
    public async Task Ordered_IsAnsweredAtOnceMadeAndChargedOnce()
    {
        var (status, order) = await Client.OrderAsync("a lighthouse");
        status.ShouldBe(HttpStatusCode.Accepted);
        ((string)order["status"]!).ShouldBe("queued");
        ((string)order["provider"]!).ShouldBe("google");

        var ended = await Client.GetAsync($"{order["url"]}?wait=20");
        ((string)ended["status"]!).ShouldBe("succeeded");
        ended["images"]!.AsArray().Count.ShouldBe(1);
        await BalanceBecomesAsync(980);
        (await EventsAsync()).ShouldBe(["generation.queued", "generation.started", "generation.progress uploading", "generation.completed"]);
        await CountsShouldBeTrueAsync();
    }

    [Fact]
    public async Task PreferRespondAsync_IsGrantedAndNamesWhereToComeBack()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generate") { Content = new StringContent("""{"prompt":"a pier"}""", null, "application/json") };
        request.Headers.Add("Prefer", "wait=5, respond-async");
        using var response = await Client.Http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        response.Headers.GetValues("Preference-Applied").ShouldBe(["respond-async"]);
        response.Headers.Location!.ToString().ShouldStartWith("/v1/generations/gen_");
    }

    [Fact]
    public async Task Repeated_UnderItsKeyNamesTheSameJobAndIsChargedOnce()
    {
        var (_, first) = await Client.OrderAsync("a mill", key: "k1");
        var (_, second) = await Client.OrderAsync("a mill", key: "k1");
        ((string)second["id"]!).ShouldBe((string)first["id"]!);
        await Client.GetAsync($"{first["url"]}?wait=20");
        var (status, _) = await Client.OrderAsync("another mill", key: "k1");
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await BalanceBecomesAsync(980);
        Application.Gemini.Switchboard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task SynchronousCallUnderTheSameKey_WaitsOnTheQueuedJob()
    {
        var (_, order) = await Client.OrderAsync("a bridge", key: "k2");
        var (status, body) = await Client.PostAsync("/v1/generate", new { prompt = "a bridge" }, "k2");
        status.ShouldBe(HttpStatusCode.Created, body.ToJsonString());
        ((string)body["id"]!).ShouldBe((string)order["id"]!);
        Application.Gemini.Switchboard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Refused_EndsFailedAndGivesTheCreditsBack()
    {
        Application.Gemini.Switchboard.Next("blocked");
        var (_, order) = await Client.OrderAsync("a duel");
        var ended = await Client.GetAsync($"{order["url"]}?wait=20");
        ((string)ended["status"]!).ShouldBe("failed");
        await BalanceBecomesAsync(1000);
    }

    [Fact]
    public async Task TooFewCredits_NothingIsStoredOrHeld()
    {
        var gate = new TaskCompletionSource();
        Application.Gemini.Switchboard.Until = gate.Task;
        await Client.BatchAsync(Enumerable.Range(0, 10).Select(static i => $"spend {i}"));
        for (var i = 0; i < 4; i++)
            (await Client.BatchAsync(Enumerable.Range(0, 10).Select(index => $"spend {i} {index}"))).Status.ShouldBe(HttpStatusCode.Accepted);
        var (status, body) = await Client.OrderAsync("one too many");
        status.ShouldBe(HttpStatusCode.TooManyRequests);
        ((string)body["detail"]!).ShouldContain("quota exceeded");

        // Nobody wants to see those fifty.
        Application.Gemini.Switchboard.Default = "blocked";
        gate.SetResult();
    }

    [Fact]
    public async Task AnothersJob_AnswersAsAMissingOne()
    {
        var (_, order) = await Client.OrderAsync("a secret");
        using var stranger = new QueueClient(Instance, Guid.NewGuid());
        var (foreign, foreignBody) = await stranger.DeleteAsync((string)order["url"]!);
        var (missing, missingBody) = await stranger.DeleteAsync($"/v1/generations/gen_{Guid.NewGuid()}");
        foreign.ShouldBe(missing);
        ((string)foreignBody["code"]!).ShouldBe((string)missingBody["code"]!);
        ((string)(await Client.GetAsync($"{order["url"]}?wait=20"))["status"]!).ShouldBe("succeeded");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("k3")]
    public async Task DatabaseLostWhileItIsStored_TheCreditsComeBackSoon(string? key)
    {
        await using (var roadblock = await Roadblock.OnAsync(Application.ConnectionString, "generation.attempts"))
        {
            var ordering = Client.OrderAsync("a lost one", key: key);
            await roadblock.WaitForWriterAsync();
            await roadblock.DropWritersAsync();
            (await ordering).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        }

        await BalanceBecomesAsync(1000);
        (await Application.ScalarAsync("SELECT count(*) FROM generation.jobs WHERE image_count > 0 AND account_id = @account", ("account", Account))).ShouldBe(0L);
    }

    [Fact]
    public async Task WaitBeyondItsLimit_IsRefusedByName()
    {
        var (_, order) = await Client.OrderAsync("a tower");
        using var response = await Client.Http.GetAsync($"{order["url"]}?wait=61");
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await response.Content.ReadAsStringAsync()).ShouldContain("wait");
    }
}

using System.Net;
using System.Text.Json.Nodes;

namespace NanoBanana.Generation.Tests.Queue;

/// <summary>Several prompts ordered together: taken whole or not at all, and then each on its own.</summary>
public sealed class BatchTests(QueueFixture fixture) : QueueTestBase(fixture), IClassFixture<QueueFixture>
{
    [Fact]
    public async Task OneItemRefused_TheOthersAreMadeAndOnlyTheyAreCharged()
    {
        Application.Gemini.Switchboard.Next("blocked");
        var (status, batch) = await Client.BatchAsync(["one", "two", "three"]);
        status.ShouldBe(HttpStatusCode.Accepted);
        var ended = await Client.GetAsync($"{batch["url"]}?wait=30");
        ((string)ended["status"]!).ShouldBe("succeeded");
        ((int)ended["succeeded"]!, (int)ended["failed"]!, (int)ended["done"]!).ShouldBe((2, 1, 3));
        ended["items"]!.AsArray().Select(static item => (string)item!["prompt"]!).ShouldBe(["one", "two", "three"]);
        await BalanceBecomesAsync(960);
        var events = await EventsAsync();
        events.Count(static type => type == "batch.progress").ShouldBe(2);
        events[^1].ShouldBe("batch.completed");
        events.Count(static type => type.StartsWith("batch.", StringComparison.Ordinal)).ShouldBe(4);
        await CountsShouldBeTrueAsync();
    }

    [Fact]
    public async Task LabTask_IsShownAsItsClientsReadIt()
    {
        Application.Gemini.Switchboard.Next("blocked");
        var (status, order) = await Client.PostAsync("/api/generate/batch", new { prompts = new[] { " one ", "two" }, settings = new { resolution = "1K" } });
        status.ShouldBe(HttpStatusCode.OK, order.ToJsonString());
        ((string)order["task_id"]!).ShouldMatch("^batch_[0-9a-f]{16}$");
        ((int)order["total"]!, (string)order["status"]!).ShouldBe((2, "queued"));

        JsonNode task = order;
        await Application.EventuallyAsync(async () => (string)(task = await Client.GetAsync($"/api/generate/task/{order["task_id"]}"))["status"]! == "completed", "the task is completed");
        ((int)task["progress"]!, (int)task["total"]!).ShouldBe((2, 2));
        task["results"]!.AsArray().Count.ShouldBe(1);
        ((string)task["errors"]!.AsArray()[0]!).ShouldMatch("^Prompt [12]: ");
        task["completed_at"].ShouldNotBeNull();
        task["current_prompt"].ShouldBeNull();
    }

    [Fact]
    public async Task Repeated_UnderItsKeyIsTheSameBatch()
    {
        var (_, first) = await Client.BatchAsync(["one", "two"], "batch-1");
        var (_, second) = await Client.BatchAsync(["one", "two"], "batch-1");
        ((string)second["id"]!).ShouldBe((string)first["id"]!);
        await Client.GetAsync($"{first["url"]}?wait=30");
        (await Client.BatchAsync(["one", "three"], "batch-1")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await BalanceBecomesAsync(960);
        Application.Gemini.Switchboard.Count.ShouldBe(2);
    }

    [Fact]
    public async Task TooFewCreditsForAll_NoneIsHeld()
    {
        for (var i = 0; i < 4; i++)
            await Client.BatchAsync(Enumerable.Range(0, 10).Select(index => $"spend {i} {index}"));
        await Client.BatchAsync(Enumerable.Range(0, 6).Select(static index => $"spend {index}"));

        // 80 are left, 100 are wanted.
        var (status, body) = await Client.BatchAsync(["a", "b", "c", "d", "e"]);
        status.ShouldBe(HttpStatusCode.PaymentRequired);
        ((long)body["required"]!).ShouldBe(100);
        ((long)body["available"]!).ShouldBe(80);
        await BalanceBecomesAsync(80);
        (await Client.BatchAsync(["a", "b", "c", "d"])).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("""{}""", "items")]
    [InlineData("""{"items":[]}""", "items")]
    [InlineData("""{"items":[{"prompt":"good"},{"prompt":""}]}""", "items -> 1 -> prompt")]
    [InlineData("""{"items":[null]}""", "items -> 0 -> prompt")]
    public async Task BadInput_NamesTheItem(string json, string field)
    {
        using var response = await Client.Http.PostAsync(new Uri("/v1/batches", UriKind.Relative), new StringContent(json, null, "application/json"));
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await response.Content.ReadAsStringAsync()).ShouldContain(field);
        await BalanceBecomesAsync(1000);
    }

    [Fact]
    public async Task ElevenPrompts_AreTooMany() =>
        (await Client.PostAsync("/api/generate/batch", new { prompts = Enumerable.Repeat("x", 11) })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);

    [Fact]
    public async Task AnothersBatch_AnswersAsAMissingOne()
    {
        var (_, batch) = await Client.BatchAsync(["one"]);
        using var stranger = new QueueClient(Instance, Guid.NewGuid());
        foreach (var path in new[] { "/v1/batches/", "/api/generate/task/" })
        {
            using var foreign = await stranger.Http.GetAsync(path + batch["id"]);
            using var missing = await stranger.Http.GetAsync(path + "batch_0123456789abcdef");
            foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await BodyAsync(foreign)).ShouldBe(await BodyAsync(missing));
            (await stranger.DeleteAsync(path + batch["id"])).Status.ShouldBe(HttpStatusCode.NotFound);
        }

        ((string)(await Client.GetAsync($"{batch["url"]}?wait=20"))["status"]!).ShouldBe("succeeded");
    }

    /// <summary>But for the request's own id.</summary>
    private static async Task<string> BodyAsync(HttpResponseMessage response)
    {
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        body.Remove("request_id");
        return body.ToJsonString();
    }
}

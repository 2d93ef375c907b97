using System.Net;

namespace NanoBanana.Generation.Tests.Queue;

/// <summary>Videos from their order to their file.</summary>
public sealed class VideoOrderTests(QueueFixture fixture) : QueueTestBase(fixture), IClassFixture<QueueFixture>
{
    [Fact]
    public async Task VideoOfTheSandbox_IsMadeKeptAndChargedByTheSecond()
    {
        var (status, order) = await PostAsync("/v1/videos", new { prompt = "waves", duration = 3, seed = 7 });
        status.ShouldBe(HttpStatusCode.Accepted, order);
        var url = System.Text.Json.Nodes.JsonNode.Parse(order)!["url"]!;
        var ended = await Client.GetAsync($"{url}?wait=30");
        ((string)ended["status"]!).ShouldBe("succeeded", ended.ToJsonString());
        var video = ended["images"]!.AsArray().ShouldHaveSingleItem()!;
        ((int)video["width"]!, (int)video["height"]!, (double)video["duration_seconds"]!).ShouldBe((1280, 720, 3.0));
        ((string)video["url"]!).ShouldContain("/v1/videos/gen_");
        ended["warnings"]!.AsArray().ShouldBeEmpty();
        await BalanceBecomesAsync(997);
        (await EventsAsync())[^1].ShouldBe("video.completed");
    }

    [Fact]
    public async Task OnGoogle_AnOrderIsAskedAfterAndItsFileCopied()
    {
        Application.Gemini.Polls.Next("now");
        var (_, body) = await PostAsync("/v1/videos", new { prompt = "a harbour", duration = 4 }, ("X-Provider", "google"), ("X-Model", "veo-3.1-lite-generate-preview"));
        var order = System.Text.Json.Nodes.JsonNode.Parse(body)!;
        ((string)order["provider"]!).ShouldBe("google");
        var ended = await Client.GetAsync($"{order["url"]}?wait=60");
        ((string)ended["status"]!).ShouldBe("succeeded", ended.ToJsonString());
        ((string)ended["images"]!.AsArray()[0]!["media_type"]!).ShouldBe("video/mp4");
    }

    [Fact]
    public async Task LabVideo_IsAnsweredAsItsClientsReadItAndIsATask()
    {
        var (status, body) = await PostAsync("/api/video/generate", new { prompt = "waves", settings = new { duration = 2 } });
        status.ShouldBe(HttpStatusCode.OK, body);
        var order = System.Text.Json.Nodes.JsonNode.Parse(body)!;
        ((string)order["status"]!, (string)order["message"]!, (int)order["estimated_duration"]!).ShouldBe(("queued", "Video generation started", 30));
        ((string)order["model"]!).ShouldBe("sandbox-video-1");
        await Application.EventuallyAsync(
            async () => (string)(await Client.GetAsync($"/api/generate/task/{order["task_id"]}"))["status"]! == "completed", "the video is made", seconds: 30);
    }

    [Fact]
    public async Task LabVideo_ByItsOwnTask_HasItsFileAndIsItsOwnersAlone()
    {
        var (_, body) = await PostAsync("/api/video/generate", new { prompt = "waves", settings = new { duration = 2 } });
        var order = System.Text.Json.Nodes.JsonNode.Parse(body)!;
        var path = $"/api/video/task/{order["task_id"]}";
        await Application.EventuallyAsync(async () => (string)(await Client.GetAsync(path))["status"]! == "completed", "the video is made", seconds: 30);
        var task = await Client.GetAsync(path);
        task.AsObject().Select(static field => field.Key).ShouldBe(
            ["task_id", "status", "progress", "video", "error", "created_at", "started_at", "completed_at", "provider", "model", "estimated_cost"]);
        ((int)task["progress"]!, (decimal)task["estimated_cost"]!, task["error"]).ShouldBe((100, 0.002m, null));
        var video = task["video"]!;
        video.AsObject().Select(static field => field.Key).ShouldBe(["task_id", "url", "thumbnail_url", "duration", "width", "height", "file_size"]);
        ((double)video["duration"]!, (int)video["width"]!, (int)video["file_size"]! > 0).ShouldBe((2.0, 1280, true));

        using var late = await Client.Http.DeleteAsync(new Uri(path, UriKind.Relative));
        ((string)(await late.ShouldBeAsync(HttpStatusCode.OK))!["status"]!).ShouldBe("completed");

        using var stranger = Instance.ClientFor(Jobs.GenerationApplication.KeyOf(Guid.NewGuid()));
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Delete })
        {
            foreach (var hidden in new[] { path, $"/api/video/task/gen_{Guid.NewGuid()}", "/api/video/task/7" })
            {
                using var request = new HttpRequestMessage(method, hidden);
                using var response = await stranger.SendAsync(request);
                (await response.ShouldBeAsync(HttpStatusCode.NotFound))!.ToJsonString().ShouldBe(
                    """{"success":false,"error":{"code":"task_not_found","message":"Task not found"},"detail":"Task not found"}""");
            }
        }
    }

    [Fact]
    public async Task VideoProviders_AreListedWithTheirPriceOfASecond()
    {
        var list = await Client.GetAsync("/api/video/providers");
        var google = list["providers"]!.AsArray().Single(static one => (string)one!["name"]! == "google")!;
        google["models"]!.AsArray().Select(static model => (string)model!["id"]!).ShouldAllBe(static id => id.StartsWith("veo", StringComparison.Ordinal));
        (await Client.GetAsync("/api/video/providers/google/health"))["name"]!.GetValue<string>().ShouldBe("google");
    }

    [Fact]
    public async Task QuotedVideo_IsChargedWhatWasQuoted()
    {
        var (status, quoted) = await PostAsync("/v1/videos/quotes", new { prompt = "waves", duration = 2 });
        status.ShouldBe(HttpStatusCode.Created, quoted);
        var quote = System.Text.Json.Nodes.JsonNode.Parse(quoted)!;
        ((int)quote["credits"]!).ShouldBe(2);
        var (ordered, order) = await PostAsync("/v1/videos", new { prompt = "waves", duration = 2 }, ("X-Quote-ID", (string)quote["id"]!));
        ordered.ShouldBe(HttpStatusCode.Accepted, order);
        await BalanceBecomesAsync(998);
    }

    [Fact]
    public async Task UnknownProvider_IsRefusedWithThoseThereAre()
    {
        var (status, body) = await PostAsync("/api/video", new { prompt = "x" }, ("X-Provider", "nobody"));
        status.ShouldBe(HttpStatusCode.BadRequest);
        body.ShouldContain("not found. Available: [");
    }

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, object body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = System.Net.Http.Json.JsonContent.Create(body) };
        if (!headers.Any(static header => header.Name == "X-Provider"))
            request.Headers.Add("X-Provider", "sandbox");
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var response = await Client.Http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}

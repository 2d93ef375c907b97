using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Billing;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// Videos take minutes, and processes die meanwhile. Each was ordered once, whoever asks after it: none is lost, none is ordered twice,
/// each is charged once, by the second.
/// </summary>
public sealed class VideoKillTests(VideoFixture fixture) : IClassFixture<VideoFixture>, IAsyncLifetime
{
    private const int Videos = 6;
    private const int Seconds = 5;
    private const int Rounds = 2;

    // kling-3.0-turbo at 720p, by the second.
    private const string Model = "kling-3.0-turbo";
    private HttpClient _client = null!;
    private Guid _account;

    public async ValueTask InitializeAsync()
    {
        var account = await fixture.System.SignUpAsync();
        _account = account.Id;
        await fixture.System.ChangeTierAsync(account.Id, Tiers.PayAsYouGo);
        _client = fixture.System.ClientWith((await account.CreateKeyAsync()).Text);
        _client.Timeout = TimeSpan.FromSeconds(90);
    }

    public ValueTask DisposeAsync()
    {
        fixture.Kling.Polls.Reset();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task ProcessesKilledWhileTheyAskAfterVideos_NoneIsLostNoneOrderedTwiceEachChargedOnce()
    {
        fixture.Kling.Polls.Default = "processing";
        var urls = new List<string>();
        for (var i = 0; i < Videos; i++)
            urls.Add(await OrderAsync($"video {i} of the proof"));
        await AcceptedAsync(5);
        for (var round = 0; round < Rounds; round++)
        {
            var victim = fixture.System.Services.Generations[round % 2];
            await victim.KillAsync();
            await victim.StartAndWaitAsync();
            var asked = Asked;
            await Calls.EventuallyAsync(() => Task.FromResult(Asked >= asked + 5), "the videos are asked after", seconds: 60);
        }

        fixture.Kling.Polls.Default = "ready";
        foreach (var url in urls)
            await ShouldBeMadeAsync(url);
        for (var i = 0; i < Videos; i++)
            OrdersFor($"video {i} of the proof").ShouldBe(1);
        var books = await fixture.System.SettledBooksAsync(seconds: 40);
        books.ShouldBalance();
        var jobs = books.Jobs.Where(job => job.AccountId == _account).ToList();
        jobs.Count.ShouldBe(Videos);
        jobs.ShouldAllBe(static job => job.State == "succeeded" && job.Units == 1 && job.Charged % Seconds == 0);
        jobs.Select(static job => job.Charged).Distinct().ShouldHaveSingleItem().ShouldBeGreaterThan(0);
    }

    private int Asked => fixture.Kling.Switchboard.Requests.Count(static request => request.Method == "GET");

    private int OrdersFor(string prompt) => fixture.Kling.Switchboard.Requests.Count(
        request => request.Method == "POST" && request.Body.Contains($"\"{prompt}\"", StringComparison.Ordinal));

    private async Task<string> OrderAsync(string prompt)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/videos") { Content = JsonContent.Create(new { prompt, duration = Seconds }) };
        request.Headers.Add("Idempotency-Key", prompt.Replace(" ", "-", StringComparison.Ordinal));
        request.Headers.Add("X-Model", Model);
        using var response = await _client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["url"]!;
    }

    /// <summary>Of an account so many run at the same time; the others wait for their turn.</summary>
    private Task AcceptedAsync(int orders) => Calls.EventuallyAsync(
        async () => await fixture.System.CountAsync(
            "SELECT count(*) FROM generation.attempts JOIN generation.jobs ON id = job_id WHERE account_id = $1 AND attempts.state = 'accepted'", _account) == orders,
        $"{orders} videos are under way", seconds: 30);

    private async Task ShouldBeMadeAsync(string url)
    {
        JsonNode? video = null;
        await Calls.EventuallyAsync(async () =>
        {
            using var response = await _client.GetAsync(new Uri($"{url}?wait=10", UriKind.Relative));
            video = response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonNode>() : null;
            return video?["finished_at"] is not null;
        }, $"{url} ends", seconds: 90);
        ((string)video!["status"]!).ShouldBe("succeeded", video.ToJsonString());
        var file = video["images"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)file["media_type"]!, (double)file["duration_seconds"]!).ShouldBe(("video/mp4", Seconds));
    }
}

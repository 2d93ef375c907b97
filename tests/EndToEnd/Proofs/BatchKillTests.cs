using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Events;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// Batches outlive whoever works on them: while two processes make their items, a random one is killed and started again every second.
/// Every item ends exactly once and is charged exactly once if it was made; no provider is asked twice for one that it may have made; every
/// count and every event log is as a recount has it. Who follows the log by a stream or a socket that breaks sees each event once, and each
/// webhook is delivered and verifies; so does the callback of an image that each account orders by itself. It runs for some seconds;
/// <c>./test.sh --soak SECONDS</c> kills for as long as one likes.
/// </summary>
public sealed class BatchKillTests(BatchFixture fixture) : IClassFixture<BatchFixture>
{
    private const int Items = 10;
    private const int Accounts = 5;
    private const int Price = 20;

    [Fact]
    public async Task ProcessesKilledEverySecond_EveryItemEndsOnceAndIsChargedOnce()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("NANOBANANA_SOAK_SECONDS"), CultureInfo.InvariantCulture, out var soak) ? soak : 12;
        var batches = seconds >= 60 ? 200 : 30;
        var placed = new ConcurrentBag<(HttpClient Client, string Url)>();
        var callers = await Task.WhenAll(Enumerable.Range(0, Accounts).Select(_ => BatchCaller.SignUpAsync(fixture)));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds + 240));
        var following = Task.WhenAll(callers.Select(caller => caller.FollowAsync(patience.Token)));
        var placing = PlaceAsync(batches, callers, placed);
        var ordering = Task.WhenAll(callers.Select(caller => caller.OrderAsync(fixture)));
        var lots = new Random(5);
        for (var passed = Stopwatch.StartNew(); passed.Elapsed.TotalSeconds < seconds;)
        {
            var victim = fixture.System.Services.Generations[lots.Next(2)];
            await Task.Delay(TimeSpan.FromSeconds(1));
            await victim.KillAsync();
            await victim.StartAndWaitAsync();
        }

        await placing;
        await ordering;
        placed.Count.ShouldBe(batches);
        foreach (var (client, url) in placed)
            await EndAsync(client, url);
        foreach (var caller in callers)
            await caller.ShouldHaveBeenCalledBackAsync(fixture.Receiver);
        var books = await fixture.System.SettledBooksAsync(seconds: 60);
        books.ShouldBalance();
        var items = books.Jobs.Where(static job => job.Units > 0 || job.State != "succeeded").ToList();
        items.Where(static job => job.State == "succeeded").ShouldAllBe(static job => job.Charged == Price);

        // A kill during a call leaves an unknown outcome, which is not charged. Anything else that failed would be ours.
        items.Where(static job => job.State == "failed").ShouldAllBe(static job => job.ErrorCode == "generation.outcome_unknown");
        var calls = fixture.Gemini.Switchboard.Requests.Select(static request => PromptOf(request.Body)).OfType<string>().GroupBy(static prompt => prompt).ToList();
        calls.ShouldAllBe(static call => call.Count() == 1);

        foreach (var caller in callers)
            caller.Expect(await fixture.System.CountAsync("SELECT last_event FROM generation.accounts WHERE account_id = $1", caller.AccountId));
        await following;
        foreach (var caller in callers)
        {
            caller.ShouldHaveSeenAllOnce();
            await EveryEndShouldBeDeliveredAsync(caller.AccountId);
        }

        EventsReceived().ShouldAllBe(static delivery => delivery.Signers.Count == 1);
    }

    /// <summary>At least once: a process may die between sending and noting it.</summary>
    private async Task EveryEndShouldBeDeliveredAsync(Guid account)
    {
        var ends = await fixture.System.EventIdsAsync(account, EventTypes.Ends);
        ends.ShouldNotBeEmpty();
        var missing = ends;
        await Calls.EventuallyAsync(() =>
        {
            var received = EventsReceived().Select(static delivery => delivery.Id).ToHashSet();
            missing = [.. ends.Where(id => !received.Contains($"evt_{id:d}"))];
            return Task.FromResult(missing.Count == 0);
        }, "every end is delivered", seconds: 180);
    }

    /// <summary>Without the callbacks, which tell of some of the same events.</summary>
    private IEnumerable<ReceivedWebhook> EventsReceived() => fixture.Receiver.Received.Where(static delivery => !delivery.Path.StartsWith("/callbacks/", StringComparison.Ordinal));

    private static string? PromptOf(string body)
    {
        var at = body.IndexOf("item ", StringComparison.Ordinal);
        return at < 0 ? null : body[at..body.IndexOf('"', at)];
    }

    /// <summary>Each batch under a key of its own, repeated until it was taken.</summary>
    private static async Task PlaceAsync(int batches, BatchCaller[] callers, ConcurrentBag<(HttpClient, string)> placed)
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, batches), new ParallelOptions { MaxDegreeOfParallelism = Accounts }, async (number, token) =>
        {
            var client = callers[number % Accounts].Client;
            var body = new { items = Enumerable.Range(0, Items).Select(item => new { prompt = $"item {item} of batch {number} {Guid.NewGuid():n}" }) };
            var content = System.Text.Json.JsonSerializer.Serialize(body);
            for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(90); await Task.Delay(200, token))
            {
                try
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/batches") { Content = new StringContent(content, null, "application/json") };
                    request.Headers.Add("Idempotency-Key", $"batch-{number}");
                    using var response = await client.SendAsync(request, token);
                    if (response.StatusCode == HttpStatusCode.Accepted)
                    {
                        placed.Add((client, (string)(await response.Content.ReadFromJsonAsync<JsonNode>(token))!["url"]!));
                        return;
                    }

                    ((int)response.StatusCode).ShouldBeGreaterThanOrEqualTo(500, await response.Content.ReadAsStringAsync(token));
                }
                catch (HttpRequestException)
                {
                    // The process that had it was killed.
                }
            }
        });
    }

    private static async Task EndAsync(HttpClient client, string url)
    {
        JsonNode? batch = null;
        await Calls.EventuallyAsync(async () =>
        {
            using var response = await client.GetAsync(new Uri($"{url}?wait=5", UriKind.Relative));
            batch = response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonNode>() : null;
            return batch?["finished_at"] is not null;
        }, $"{url} ends", seconds: 120);
        ((int)batch!["done"]!).ShouldBe(Items);
        batch["items"]!.AsArray().Count.ShouldBe(Items);
    }
}

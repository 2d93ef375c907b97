using System.Net;
using NanoBanana.Contracts.Billing;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Tests.Quota;

/// <summary>A day is never overdrawn by processes together, and no crash loses or doubles what was taken.</summary>
public sealed class QuotaRaceTests
{
    private const int Limit = 50;

    [Fact]
    public async Task TwoHundredCalls_ToTwoProcesses_TakeExactlyTheDay()
    {
        await using var application = await CreateAsync();
        await using var one = await application.StartInstanceAsync();
        await using var two = await application.StartInstanceAsync();
        var address = QuotaCalls.NewAddress();
        using var first = one.From(address);
        using var second = two.From(address);

        // Long enough that all decide before any has ended.
        application.Gemini.Switchboard.Latency = TimeSpan.FromMilliseconds(500);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4 * Limit).Select(i => (i % 2 == 0 ? first : second).GenerateAsync($"call {i}")));
        answers.GroupBy(static answer => answer.Status).ToDictionary(static group => group.Key, static group => group.Count())
            .ShouldBe(new Dictionary<HttpStatusCode, int> { [HttpStatusCode.OK] = Limit, [HttpStatusCode.TooManyRequests] = 3 * Limit }, ignoreOrder: true);
        (await first.UsedAsync()).ShouldBe(Limit);
        application.Gemini.Switchboard.Count.ShouldBe(Limit);

        // Those that were refused late had credits held, which come back.
        await application.EventuallyAsync(async () =>
        {
            var payer = await application.AccountAsync(OperatorAccount.Id);
            return (long)payer["available"]! == -20 * Limit && (long)payer["held"]! == 0;
        }, "the operator has paid for exactly the day");
    }

    [Fact]
    public async Task ProcessKilled_WithCallsUnderWay_LosesAndDoublesNothing()
    {
        await using var application = await CreateAsync(("Generation:LeaseSeconds", "2"));
        await using var process = application.CreateProcess();
        process.Start();
        await process.WaitUntilAliveAsync();
        await using var other = await application.StartInstanceAsync();
        var account = Guid.NewGuid();
        using var client = other.Of(account);
        using var doomed = new HttpClient { BaseAddress = process.Address };
        doomed.DefaultRequestHeaders.Add(InternalTokens.Header, client.DefaultRequestHeaders.GetValues(InternalTokens.Header).Single());
        for (var i = 0; i < 3; i++)
            (await doomed.GenerateAsync($"ended {i}")).Status.ShouldBe(HttpStatusCode.OK);
        (await client.UsedAsync()).ShouldBe(3);

        var gate = new TaskCompletionSource();
        application.Gemini.Switchboard.Until = gate.Task;
        var calls = Enumerable.Range(0, 8).Select(i => doomed.GenerateAsync($"under way {i}")).ToList();
        await application.Gemini.Switchboard.WaitForRequestsAsync(3 + calls.Count);
        (await client.UsedAsync()).ShouldBe(3 + calls.Count);
        await process.KillAsync();
        foreach (var call in calls)
            await Should.ThrowAsync<HttpRequestException>(call);
        gate.SetResult();

        // What may have been sent and left no image is given up: it takes nothing of the day.
        await application.EventuallyAsync(
            async () => await application.ScalarAsync("SELECT NOT EXISTS (SELECT FROM generation.jobs WHERE state IN ('queued', 'running'))") is true, "all jobs end", seconds: 30);
        (await client.UsedAsync()).ShouldBe(3);
        (await application.ScalarAsync("SELECT count(*) FROM generation.images WHERE account_id = @a", ("a", account))).ShouldBe(3L);
        (await client.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await client.UsedAsync()).ShouldBe(4);
    }

    [Fact]
    public async Task JobsInTheQueue_CancelledOrGivenUp_GiveBack()
    {
        await using var application = await CreateAsync();
        await using var instance = await application.StartInstanceAsync();
        using var client = instance.Of(Guid.NewGuid());
        var gate = new TaskCompletionSource();
        application.Gemini.Switchboard.Until = gate.Task;
        var (_, order) = await client.PostAsync("/api/generate/batch", new { prompts = Enumerable.Range(0, 5).Select(static i => $"x {i}") });
        var (_, video) = await client.PostAsync("/api/generate/batch", new { prompts = Enumerable.Range(0, 4).Select(static i => $"y {i}") });
        (await client.UsedAsync()).ShouldBe(9);
        await application.Gemini.Switchboard.WaitForRequestsAsync(5);

        // The first five run, of which none has its image; the others wait.
        using (var cancelled = await client.DeleteAsync(new Uri($"/api/generate/task/{video["task_id"]}", UriKind.Relative)))
            await cancelled.ShouldBeAsync(HttpStatusCode.OK);
        (await client.UsedAsync()).ShouldBe(5);
        using (var cancelled = await client.DeleteAsync(new Uri($"/api/generate/task/{order["task_id"]}", UriKind.Relative)))
            await cancelled.ShouldBeAsync(HttpStatusCode.OK);
        (await client.UsedAsync()).ShouldBe(5);
        gate.SetResult();
        await application.EventuallyAsync(
            async () => await application.ScalarAsync("SELECT NOT EXISTS (SELECT FROM generation.jobs WHERE state IN ('queued', 'running'))") is true, "all jobs end", seconds: 30);

        // What a provider was making when it was cancelled is kept and charged, and so it counts.
        ((long)await client.UsedAsync()).ShouldBe((long)(await application.ScalarAsync("SELECT count(*) FROM generation.images"))!);
    }

    private static Task<GenerationApplication> CreateAsync(params (string Key, string Value)[] settings) => GenerationApplication.CreateAsync(
        [("Anonymous:Allowed", "true"), ("Quota:DailyLimit", $"{Limit}"), ("Quota:CooldownSeconds", "0"), .. settings]);
}

using System.Net;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Chat;

/// <summary>Turns of one session run one at a time, in order of arrival, over all processes; and nobody who is gone holds the others up.</summary>
public sealed class ChatLineTests : IAsyncLifetime
{
    private readonly Guid _account = Guid.NewGuid();
    private GenerationApplication _application = null!;

    public async ValueTask InitializeAsync() => _application = await GenerationApplication.CreateAsync();

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public async Task TenMessages_ToTwoProcesses_AreAnsweredOneAfterAnotherInOrder()
    {
        using var one = await ClientAsync();
        using var two = await ClientAsync();
        var id = await one.BeginChatAsync();
        _application.Gemini.Switchboard.Latency = TimeSpan.FromMilliseconds(100);
        var calls = new List<Task<HttpResponseMessage>>();
        for (var i = 0; i < 10; i++)
        {
            calls.Add((i % 2 == 0 ? one : two).SayAsync(id, $"message {i}"));
            await InLineAsync(id, i + 1);
        }

        var counts = new List<int>();
        foreach (var call in calls)
        {
            using var response = await call;
            counts.Add((int)(await response.ShouldBeAsync(HttpStatusCode.OK))!["message_count"]!);
        }

        counts.ShouldBe(Enumerable.Range(1, 10).Select(static turn => turn * 2));
        _application.Gemini.UnderWay.Most.ShouldBe(1);
        (await two.SaidAsync(id)).Where(static line => line.StartsWith("user", StringComparison.Ordinal))
            .ShouldBe(Enumerable.Range(0, 10).Select(static number => $"user: message {number}"));
        _application.Gemini.Switchboard.Requests[9].Turns().Length.ShouldBe(19);
        ((long)(await _application.AccountAsync(_account))["available"]!).ShouldBe(800);
        (await _application.ScalarAsync("SELECT count(*) FROM generation.chat_turns")).ShouldBe(0L);
    }

    [Fact]
    public async Task Messages_OfTwoSessions_DoNotWaitForEachOther()
    {
        using var client = await ClientAsync();
        var (first, second) = (await client.BeginChatAsync(), await client.BeginChatAsync());
        var answering = new TaskCompletionSource();
        _application.Gemini.Switchboard.Until = answering.Task;
        var calls = new[] { client.SayOkAsync(first, "here"), client.SayOkAsync(second, "there") };
        await _application.Gemini.Switchboard.WaitForRequestsAsync(2);
        answering.SetResult();
        await Task.WhenAll(calls);
        _application.Gemini.UnderWay.Most.ShouldBe(2);
    }

    [Fact]
    public async Task Wait_ThatTakesTooLong_IsA409WithARetryAfterAndNothingIsCharged()
    {
        using var client = await ClientAsync(("Generation:TurnWaitSeconds", "1"));
        var id = await client.BeginChatAsync();
        var answering = new TaskCompletionSource();
        _application.Gemini.Switchboard.Until = answering.Task;
        var first = client.SayOkAsync(id, "first");
        await _application.Gemini.Switchboard.WaitForRequestsAsync(1);
        using (var late = await client.SayAsync(id, "second"))
        {
            const string text = "Other messages of this chat are still being answered. Try again shortly.";
            (await late.ShouldBeAsync(HttpStatusCode.Conflict))!.ToJsonString().ShouldBe(
                $$"""{"success":false,"error":{"code":"conflict","message":"{{text}}"},"detail":"{{text}}"}""");
            late.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(10));
        }

        answering.SetResult();
        await first;
        (await client.SaidAsync(id)).Length.ShouldBe(2);
        ((long)(await _application.AccountAsync(_account))["available"]!).ShouldBe(980);
    }

    [Fact]
    public async Task MoreThanTwentyWaiting_AreToldAtOnce()
    {
        using var client = await ClientAsync();
        var id = await client.BeginChatAsync();
        await WaitersAsync(id, 20, "1 hour");
        using var refused = await client.SayAsync(id, "the twenty-first");
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await _application.ScalarAsync("UPDATE generation.chat_turns SET alive_until = now()");
        await client.SayOkAsync(id, "those before have gone");
    }

    [Fact]
    public async Task ProcessThatDiedWhileItWaited_HoldsUpNobodyForLong()
    {
        using var client = await ClientAsync();
        var id = await client.BeginChatAsync();
        await WaitersAsync(id, 1, "2 seconds");
        var said = TimeProvider.System.GetTimestamp();
        await client.SayOkAsync(id, "after the dead");
        TimeProvider.System.GetElapsedTime(said).ShouldBeInRange(TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(8));
        _application.Gemini.Switchboard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task ClientHangingUp_WhileItWaits_LeavesTheLine()
    {
        using var client = await ClientAsync();
        var id = await client.BeginChatAsync();
        var answering = new TaskCompletionSource();
        _application.Gemini.Switchboard.Until = answering.Task;
        var first = client.SayOkAsync(id, "first");
        await _application.Gemini.Switchboard.WaitForRequestsAsync(1);
        using var leaving = new CancellationTokenSource();
        var second = client.SayAsync(id, "never", cancellationToken: leaving.Token);
        await InLineAsync(id, 2);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => second);
        await _application.EventuallyAsync(async () => await LineAsync(id) == 1, "the place is given up", seconds: 5);
        answering.SetResult();
        await first;
        await client.SayOkAsync(id, "third");
        (await client.SaidAsync(id)).Where(static line => line.StartsWith("user", StringComparison.Ordinal)).ShouldBe(["user: first", "user: third"]);
    }

    [Fact]
    public async Task ClientHangingUp_DuringItsTurn_HasItAddedAndChargedAndLocksNothing()
    {
        using var client = await ClientAsync();
        var id = await client.BeginChatAsync();
        var answering = new TaskCompletionSource();
        _application.Gemini.Switchboard.Until = answering.Task;
        using var leaving = new CancellationTokenSource();
        var first = client.SayAsync(id, "first", cancellationToken: leaving.Token);
        await _application.Gemini.Switchboard.WaitForRequestsAsync(1);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        answering.SetResult();
        ((int)(await client.SayOkAsync(id, "second"))["message_count"]!).ShouldBe(4);
        _application.Gemini.UnderWay.Most.ShouldBe(1);
        ((long)(await _application.AccountAsync(_account))["available"]!).ShouldBe(960);
    }

    [Fact]
    public async Task RepeatsAtOnce_ToTwoProcesses_AreOneTurn()
    {
        using var one = await ClientAsync();
        using var two = await ClientAsync();
        var id = await one.BeginChatAsync();
        _application.Gemini.Switchboard.Latency = TimeSpan.FromMilliseconds(200);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? one : two).SayOkAsync(id, "once", "key-1")));
        answers.Select(static answer => (string)answer["image"]!["url"]!).Select(static url => new Uri(url).AbsolutePath).Distinct().ShouldHaveSingleItem();
        answers.ShouldAllBe(static answer => (int)answer["message_count"]! == 2);
        (await one.SaidAsync(id)).Length.ShouldBe(2);
        _application.Gemini.Switchboard.Count.ShouldBe(1);
        ((long)(await _application.AccountAsync(_account))["available"]!).ShouldBe(980);
    }

    [Fact]
    public async Task SessionDeleted_DuringATurn_LeavesThePaidImageInTheHistoryAndNoMessages()
    {
        using var client = await ClientAsync();
        var id = await client.BeginChatAsync();
        var answering = new TaskCompletionSource();
        _application.Gemini.Switchboard.Until = answering.Task;
        var turn = client.SayOkAsync(id, "first");
        await _application.Gemini.Switchboard.WaitForRequestsAsync(1);
        var waiting = client.SayAsync(id, "second");
        await InLineAsync(id, 2);
        using (var deleted = await client.DeleteAsync(new Uri($"/api/chat/{id}", UriKind.Relative)))
            await deleted.ShouldBeAsync(HttpStatusCode.OK);
        answering.SetResult();
        ((int)(await turn)["message_count"]!).ShouldBe(0);
        using (var gone = await waiting)
            ((string)(await gone.ShouldBeAsync(HttpStatusCode.NotFound))!["error"]!["code"]!).ShouldBe("session_not_found");
        (await client.JsonAsync("/api/history"))["items"]!.AsArray().ShouldHaveSingleItem();
        (await _application.ScalarAsync("SELECT count(*) FROM generation.chat_messages")).ShouldBe(0L);
        ((long)(await _application.AccountAsync(_account))["available"]!).ShouldBe(980);
    }

    [Fact]
    public async Task SessionDeleted_BeforeATurnIsSent_CancelsItUncharged()
    {
        using var client = await ClientAsync(("RETRY_DELAYS_MS", "1000"));
        var id = await client.BeginChatAsync();
        _application.Gemini.Switchboard.Next("overloaded");
        var turn = client.SayAsync(id, "never made");
        await _application.EventuallyAsync(
            async () => (long)(await _application.ScalarAsync("SELECT count(*) FROM generation.attempts WHERE state = 'failed'"))! == 1, "the first try has failed");
        using (var deleted = await client.DeleteAsync(new Uri($"/api/chat/{id}", UriKind.Relative)))
            await deleted.ShouldBeAsync(HttpStatusCode.OK);
        using var answer = await turn;
        await answer.ShouldBeAsync(HttpStatusCode.Conflict);
        answer.ErrorCode().ShouldBe("generation.cancelled");
        _application.Gemini.Switchboard.Count.ShouldBe(1);
        await _application.EventuallyAsync(async () => (long)(await _application.AccountAsync(_account))["available"]! == 1000, "nothing is charged");
    }

    private async Task<HttpClient> ClientAsync(params (string Key, string Value)[] settings) =>
        (await _application.StartInstanceAsync(settings)).ClientFor(GenerationApplication.KeyOf(_account));

    private async Task<long> LineAsync(string id) =>
        (long)(await _application.ScalarAsync("SELECT count(*) FROM generation.chat_turns WHERE session_id = @id", ("id", Guid.Parse(id))))!;

    /// <summary>Completes when this many have come, whether they wait still or were answered.</summary>
    private Task InLineAsync(string id, int arrived) => _application.EventuallyAsync(
        async () => (long)(await _application.ScalarAsync(
            "SELECT (SELECT count(*) FROM generation.chat_turns WHERE session_id = @id) + (SELECT count(*) / 2 FROM generation.chat_messages WHERE session_id = @id)",
            ("id", Guid.Parse(id))))! >= arrived,
        $"{arrived} have come");

    /// <summary>Places of processes that are gone.</summary>
    private Task WaitersAsync(string id, int count, string alive) => _application.ScalarAsync(
        "INSERT INTO generation.chat_turns (session_id, alive_until) SELECT @id, now() + @alive::interval FROM generate_series(1, @count)",
        ("id", Guid.Parse(id)), ("alive", alive), ("count", count));
}

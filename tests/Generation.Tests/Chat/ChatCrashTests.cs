using System.Net;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Testing.Processes;

namespace NanoBanana.Generation.Tests.Chat;

/// <summary>A process that is killed in the middle of a turn: the turn ends once, with its messages or without a charge, and the session goes on.</summary>
public sealed class ChatCrashTests : IAsyncLifetime
{
    private readonly Guid _account = Guid.NewGuid();
    private GenerationApplication _application = null!;
    private ServiceProcess _process = null!;
    private HttpClient _doomed = null!;
    private HttpClient _other = null!;

    public async ValueTask InitializeAsync()
    {
        _application = await GenerationApplication.CreateAsync(("Generation:LeaseSeconds", "2"));
        _process = _application.CreateProcess();
        await _process.StartAndWaitAsync();
        var instance = await _application.StartInstanceAsync();
        _other = instance.ClientFor(GenerationApplication.KeyOf(_account));
        _doomed = instance.ClientFor(GenerationApplication.KeyOf(_account));
        _doomed.BaseAddress = _process.Address;
    }

    public async ValueTask DisposeAsync()
    {
        _doomed.Dispose();
        _other.Dispose();
        await _process.DisposeAsync();
        await _application.DisposeAsync();
    }

    [Fact]
    public async Task KilledDuringTheProvidersCall_AddsNothingChargesNothingAndTheNextHasItsTurn()
    {
        var id = await _other.BeginChatAsync();
        var answering = new TaskCompletionSource();
        _application.Gemini.Switchboard.Until = answering.Task;
        var lost = _doomed.SayAsync(id, "lost", "key-1");
        await _application.Gemini.Switchboard.WaitForRequestsAsync(1);
        await _process.KillAsync();
        await Should.ThrowAsync<HttpRequestException>(() => lost);
        answering.SetResult();

        // It waits until the other process has given the turn up.
        var next = await _other.SayOkAsync(id, "next");
        ((int)next["message_count"]!).ShouldBe(2);
        (await _other.SaidAsync(id)).ShouldBe(["user: next", "assistant: Here it is."]);
        using (var repeat = await _other.SayAsync(id, "lost", "key-1"))
        {
            await repeat.ShouldBeAsync(HttpStatusCode.ServiceUnavailable);
            repeat.ErrorCode().ShouldBe("generation.outcome_unknown");
        }

        await ChargedAsync(20);
    }

    [Fact]
    public async Task KilledAfterTheProvidersAnswer_IsFinishedByAnotherWithItsMessagesOnce()
    {
        var id = await _other.BeginChatAsync();
        await using (var roadblock = await Roadblock.OnAsync(_application.ConnectionString, "generation.chat_messages"))
        {
            var lost = _doomed.SayAsync(id, "a red apple", "key-1");
            await roadblock.WaitForWriterAsync();
            await _process.KillAsync();
            await Should.ThrowAsync<HttpRequestException>(() => lost);

            // What a dead process has sent its database waits there still.
            await roadblock.DropWritersAsync();
        }

        var answer = await _other.SayOkAsync(id, "a red apple", "key-1");
        ((string)answer["text"]!, (int)answer["message_count"]!).ShouldBe(("Here it is.", 2));
        (await _other.SaidAsync(id)).ShouldBe(["user: a red apple", "assistant: Here it is."]);
        ((int)(await _other.SayOkAsync(id, "make it green"))["message_count"]!).ShouldBe(4);
        _application.Gemini.Switchboard.Count.ShouldBe(2);
        _application.Gemini.Switchboard.Requests[1].Turns().ShouldBe(["user: a red apple", "model: Here it is.", "user: make it green"]);
        await ChargedAsync(40);
    }

    [Fact]
    public async Task KilledBeforeTheWordsAreKept_HasNoImageEitherAndIsNotCharged()
    {
        var id = await _other.BeginChatAsync();
        await using (var roadblock = await Roadblock.OnAsync(_application.ConnectionString, "generation.image_words"))
        {
            var lost = _doomed.SayAsync(id, "a red apple", "key-1");
            await roadblock.WaitForWriterAsync();
            await _process.KillAsync();
            await Should.ThrowAsync<HttpRequestException>(() => lost);
            await roadblock.DropWritersAsync();
        }

        using var repeat = await _other.SayAsync(id, "a red apple", "key-1");
        await repeat.ShouldBeAsync(HttpStatusCode.ServiceUnavailable);
        repeat.ErrorCode().ShouldBe("generation.outcome_unknown");
        (await _other.SaidAsync(id)).ShouldBeEmpty();
        await ChargedAsync(0);
    }

    [Fact]
    public async Task KilledBetweenTwoTries_IsSentByAnotherWithTheConversationSoFar()
    {
        var id = await _other.BeginChatAsync();
        await _other.SayOkAsync(id, "a red apple");
        await _process.KillAsync();
        await using var patient = _application.CreateProcess(("RETRY_DELAYS_MS", "200000"));
        await patient.StartAndWaitAsync();
        using var client = new HttpClient { BaseAddress = patient.Address };
        foreach (var header in _other.DefaultRequestHeaders)
            client.DefaultRequestHeaders.Add(header.Key, header.Value);
        _application.Gemini.Switchboard.Next("overloaded");
        var lost = client.SayAsync(id, "make it green", "key-2");
        await _application.EventuallyAsync(
            async () => (long)(await _application.ScalarAsync("SELECT count(*) FROM generation.attempts WHERE state = 'failed'"))! == 1, "the first try has failed");
        await patient.KillAsync();
        await Should.ThrowAsync<HttpRequestException>(() => lost);

        ((int)(await _other.SayOkAsync(id, "make it green", "key-2"))["message_count"]!).ShouldBe(4);
        _application.Gemini.Switchboard.Requests[^1].Turns().ShouldBe(["user: a red apple", "model: Here it is.", "user: make it green"]);
        await ChargedAsync(40);
    }

    private Task ChargedAsync(int credits) => _application.EventuallyAsync(async () =>
    {
        var view = await _application.AccountAsync(_account);
        return (long)view["available"]! == 1000 - credits && (long)view["held"]! == 0;
    }, $"{credits} credits are charged");
}

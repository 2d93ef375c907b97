using System.Net;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// <c>kill -9</c> of the generation process at each step of a job. After it was started again no job is lost, nothing that a provider may
/// have begun is sent a second time, and what is charged is what was delivered. Each test holds the process at its step by a lock, a
/// shut gate or a slow answer, so that the kill cannot miss it.
/// </summary>
public sealed class KillTests(KillFixture fixture) : IClassFixture<KillFixture>, IAsyncLifetime
{
    private const long Granted = 1000;
    private const int Price = 20;
    private TestAccount _account = null!;
    private HttpClient _client = null!;
    private int _callsBefore;

    public async ValueTask InitializeAsync()
    {
        _account = await fixture.System.SignUpAsync();
        _client = fixture.System.ClientWith((await _account.CreateKeyAsync()).Text);
        _callsBefore = fixture.Gemini.Switchboard.Count;
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task BeforeTheCreditsAreHeld_ARepeatMakesTheImageOnce()
    {
        await KillAtAsync(fixture.System.BillingDatabase, "billing.holds", isWritten: false);
        await RepeatShouldSucceedAsync();
    }

    [Fact]
    public async Task AfterTheCreditsAreHeldAndBeforeTheJobIsStored_ARepeatMakesTheImageOnce()
    {
        await KillAtAsync(fixture.System.GenerationDatabase, "generation.jobs", isWritten: false);
        await RepeatShouldSucceedAsync();
    }

    [Fact]
    public async Task AfterTheCreditsAreHeldAndBeforeTheJobIsStored_WithoutARepeat_TheCreditsComeBack()
    {
        await KillAtAsync(fixture.System.GenerationDatabase, "generation.jobs", isWritten: false);
        await Calls.EventuallyAsync(async () => await _account.AvailableAsync() == Granted, "the hold without a job is released", seconds: 20);
        await BooksShouldBalanceAsync(calls: 0);
    }

    [Fact]
    public async Task WhileTheJobIsBeingStored_ItIsNotLostAndEndsUncharged()
    {
        // The statement outlives the process that sent it: the job is there, and nobody can know whether it was sent.
        await KillAtAsync(fixture.System.GenerationDatabase, "generation.jobs", isWritten: true);
        await RepeatShouldBeUnknownAsync(calls: 0);
    }

    [Fact]
    public async Task AfterTheJobIsStoredAndBeforeItsCallArrives_ItIsNotSentAgain()
    {
        var held = fixture.Gate.Held;
        fixture.Gate.Shut();
        await KillAsync(() => Calls.EventuallyAsync(() => Task.FromResult(fixture.Gate.Held > held), "the call is on its way"));
        fixture.Gate.Open();
        await fixture.Generation.StartAndWaitAsync();
        await RepeatShouldBeUnknownAsync(calls: 0);
    }

    [Fact]
    public async Task DuringTheProvidersCall_ItIsNotSentAgain()
    {
        fixture.Gemini.Switchboard.Next("slow:30000");
        await KillAsync(() => fixture.Gemini.Switchboard.WaitForRequestsAsync(_callsBefore + 1));
        await fixture.Generation.StartAndWaitAsync();
        await RepeatShouldBeUnknownAsync(calls: 1);
    }

    [Fact]
    public async Task AfterTheProviderAnsweredAndBeforeTheImageIsStored_ItIsNotSentAgain()
    {
        var puts = fixture.Bucket.Switchboard.Count;
        fixture.Bucket.Switchboard.Next("slow:30000");
        await KillAsync(() => fixture.Bucket.Switchboard.WaitForRequestsAsync(puts + 1));
        await fixture.Generation.StartAndWaitAsync();
        await RepeatShouldBeUnknownAsync(calls: 1);
    }

    [Fact]
    public async Task AfterTheImageIsStoredAndBeforeTheJobEnds_TheImageIsFoundAndCharged()
    {
        await KillAtAsync(fixture.System.GenerationDatabase, "generation.images", isWritten: false);
        await RepeatShouldSucceedAsync();
    }

    [Fact]
    public async Task WhileTheJobEnds_ItIsChargedOnce()
    {
        await KillAtAsync(fixture.System.GenerationDatabase, "generation.images", isWritten: true);
        await RepeatShouldSucceedAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AfterTheJobEndedAndBeforeItIsSettled_ItIsChargedOnce(bool isWritten)
    {
        await KillAtAsync(fixture.System.BillingDatabase, "billing.usage_records", isWritten);
        await RepeatShouldSucceedAsync();
    }

    [Fact]
    public async Task AfterItWasSettledAndBeforeThatIsRemembered_ItIsChargedOnce()
    {
        Task<HttpResponseMessage> call;
        Roadblock forgetting;
        await using (var settling = await Roadblock.OnAsync(fixture.System.BillingDatabase, "billing.usage_records"))
        {
            call = CallAsync();
            await settling.WaitForWriterAsync();
            forgetting = await Roadblock.OnAsync(fixture.System.GenerationDatabase, "generation.outbox");
        }

        await using (forgetting)
        {
            using var made = await call;
            await made.ShouldBeAsync(HttpStatusCode.Created);
            await forgetting.WaitForWriterAsync();
            await fixture.Generation.KillAsync();
            await forgetting.DropWritersAsync();
        }

        (await fixture.System.ReadBooksAsync()).Undelivered.ShouldBe(1);
        await fixture.Generation.StartAndWaitAsync();
        await RepeatShouldSucceedAsync();
    }

    private Task<HttpResponseMessage> CallAsync() => _client.GenerateAsync(new { prompt = "a banana that survives" }, "order-1");

    /// <summary>Kills it when it stands before a write, lets that write happen or not, and starts it again.</summary>
    private async Task KillAtAsync(string database, string table, bool isWritten)
    {
        await using (var roadblock = await Roadblock.OnAsync(database, table))
        {
            await KillAsync(roadblock.WaitForWriterAsync);
            if (!isWritten)
                await roadblock.DropWritersAsync();
        }

        await fixture.Generation.StartAndWaitAsync();
    }

    private async Task KillAsync(Func<Task> untilThere)
    {
        var call = CallAsync();
        await untilThere();
        await fixture.Generation.KillAsync();
        using var answer = await call;
        await answer.ShouldBeAsync(HttpStatusCode.ServiceUnavailable);
    }

    private async Task RepeatShouldSucceedAsync()
    {
        using var repeat = await CallAsync();
        var body = await repeat.ShouldBeAsync(HttpStatusCode.Created);
        fixture.Bucket.Objects.Keys.ShouldContain(key => key.EndsWith($"{body!["id"]}.png", StringComparison.Ordinal));
        var books = await BooksShouldBalanceAsync(calls: 1);
        books.Jobs.Where(job => job.AccountId == _account.Id && job.State == "succeeded").ShouldHaveSingleItem().Charged.ShouldBe(Price);
        (await _account.AvailableAsync()).ShouldBe(Granted - Price);
    }

    private async Task RepeatShouldBeUnknownAsync(int calls)
    {
        using var repeat = await CallAsync();
        await repeat.ShouldBeAsync(HttpStatusCode.BadGateway);
        repeat.ErrorCode().ShouldBe("generation.outcome_unknown");
        var books = await BooksShouldBalanceAsync(calls);
        books.Jobs.Where(job => job.AccountId == _account.Id).ShouldHaveSingleItem().State.ShouldBe("failed");
        (await _account.AvailableAsync()).ShouldBe(Granted);
    }

    private async Task<Books> BooksShouldBalanceAsync(int calls)
    {
        var books = await fixture.System.SettledBooksAsync();
        books.ShouldBalance();
        (fixture.Gemini.Switchboard.Count - _callsBefore).ShouldBe(calls);
        return books;
    }
}

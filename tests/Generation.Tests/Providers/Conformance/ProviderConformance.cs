using System.Net;
using System.Net.Sockets;
using NanoBanana.Generation.Providers;

namespace NanoBanana.Generation.Tests.Providers.Conformance;

/// <summary>
/// What every adapter owes the pipeline, over real sockets. An adapter joins by a class that says how to start its emulator; the tests
/// are these. Behaviours that every emulator knows: <c>hang reset cut redirect huge garbage html error_cut</c>.
/// </summary>
public abstract class ProviderConformance : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private protected ProviderUnderTest Subject { get; private set; } = null!;

    /// <summary>Starts emulator and adapter. The settings come after the adapter's own and win over them.</summary>
    private protected abstract Task<ProviderUnderTest> StartAsync(params (string Key, string? Value)[] settings);

    /// <summary>The key of the adapter's address and of its patience: <c>Providers:Google</c>.</summary>
    protected abstract string Section { get; }

    public async ValueTask InitializeAsync() => Subject = await StartAsync();

    [Fact]
    public async Task Success_Sent_DeliversAnImageOfTheKindAskedFor()
    {
        var result = await Drive.ToEndAsync(Subject);

        await using var made = await Drive.OpenAsync(Subject, result);
        made.Length.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task EachFailureItCanReport_Sent_HasItsClassAShortDetailAndNoSecondCall()
    {
        foreach (var (expected, behaviour) in Subject.SendFailures)
        {
            var before = Subject.Sends.Count;
            Subject.Sends.Next(behaviour);
            var failed = (await Subject.Provider.SendAsync(Subject.Request, CancellationToken.None)).ShouldBeFailed();
            failed.Class.ShouldBe(Enum.Parse<FailureClass>(expected), behaviour);
            Subject.Sends.Count.ShouldBe(before + 1, behaviour);
            ShouldBeShort(failed.Detail, behaviour);
        }
    }

    [Fact]
    public async Task EachFailureItCanReport_Polled_HasItsClassAndAShortDetail()
    {
        if (Subject.Polled is not { } polled)
        {
            Subject.PollFailures.ShouldBeEmpty();
            return;
        }

        Subject.PollFailures.ShouldNotBeEmpty();
        foreach (var (expected, behaviour) in Subject.PollFailures)
        {
            var order = await Drive.OrderAsync(Subject);
            Subject.Polls!.Next(behaviour);
            var failed = (await polled.PollAsync(order, CancellationToken.None)).ShouldBeFailed();
            failed.Class.ShouldBe(Enum.Parse<FailureClass>(expected), behaviour);
            ShouldBeShort(failed.Detail, behaviour);
        }
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("reset")]
    [InlineData("huge")]
    [InlineData("garbage")]
    [InlineData("html")]
    public async Task AnswerLostOrUnreadable_Sent_IsUnknownAndNotRepeated(string behaviour)
    {
        Subject.Sends.Next(behaviour);

        var failed = (await Subject.Provider.SendAsync(Subject.Request, CancellationToken.None)).ShouldBeFailed();

        failed.Class.ShouldBe(FailureClass.Unknown);
        Subject.Sends.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("reset")]
    [InlineData("huge")]
    [InlineData("garbage")]
    [InlineData("html")]
    [InlineData("error_cut")]
    public async Task AnswerLostOrUnreadable_Polled_SaysNothingOfTheOrder(string behaviour)
    {
        if (Subject.Polled is not { } polled)
            return;
        var order = await Drive.OrderAsync(Subject);
        Subject.Polls!.Next(behaviour);

        (await polled.PollAsync(order, CancellationToken.None)).ShouldBeOfType<ProviderResult.Running>();

        await using var made = await Drive.OpenAsync(Subject, await Drive.ToEndAsync(Subject, polled, order));
        made.Length.ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData("http:401")]
    [InlineData("http:402")]
    [InlineData("http:403")]
    [InlineData("http:429")]
    [InlineData("http:503")]
    public async Task KeyOrHostThatRefusesTheQuestion_Polled_NeverMakesAnotherProviderMakeItToo(string behaviour)
    {
        if (Subject.Polled is not { } polled)
            return;
        var order = await Drive.OrderAsync(Subject);
        Subject.Polls!.Next(behaviour);

        var result = await polled.PollAsync(order, CancellationToken.None);

        if (result is not ProviderResult.Running)
            result.ShouldBeFailed().Class.ShouldBe(FailureClass.Unknown);
    }

    [Fact]
    public async Task Redirect_Sent_IsNotFollowedAndTheKeyGoesNowhere()
    {
        using var elsewhere = new TcpListener(IPAddress.Loopback, 0);
        elsewhere.Start();
        Subject.Sends.Next($"redirect:http://127.0.0.1:{((IPEndPoint)elsewhere.LocalEndpoint).Port}/");

        (await Subject.Provider.SendAsync(Subject.Request, CancellationToken.None)).ShouldBeFailed();

        elsewhere.Pending().ShouldBeFalse();
    }

    [Fact]
    public async Task ErrorWhoseBodyIsCut_Sent_IsClassifiedByItsStatus()
    {
        Subject.Sends.Next("error_cut");

        (await Subject.Provider.SendAsync(Subject.Request, CancellationToken.None)).ShouldBeFailed().Class.ShouldBe(FailureClass.Overloaded);
    }

    [Fact]
    public async Task NoAnswer_PatienceEnds_IsUnknown()
    {
        await using var impatient = await StartAsync((Section + ":TimeoutSeconds", "1"));
        impatient.Sends.Next("hang");

        var failed = (await impatient.Provider.SendAsync(impatient.Request, CancellationToken.None).WaitAsync(Bound)).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.Unknown, "TIMEOUT"));
    }

    [Fact]
    public async Task InFlight_Cancelled_IsUnknownAtOnce()
    {
        Subject.Sends.Next("hang");
        using var cancel = new CancellationTokenSource();

        var call = Subject.Provider.SendAsync(Subject.Request, cancel.Token);
        await Subject.Sends.WaitForRequestsAsync(1);
        await cancel.CancelAsync();

        (await call.WaitAsync(Bound)).ShouldBeFailed().Class.ShouldBe(FailureClass.Unknown);
    }

    [Fact]
    public async Task NobodyListens_Sent_IsNotSent()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        await using var alone = await StartAsync((Section + ":BaseUrl", $"http://127.0.0.1:{port}"));

        (await alone.Provider.SendAsync(alone.Request, CancellationToken.None)).ShouldBeFailed().Class.ShouldBe(FailureClass.NotSent);
    }

    [Fact]
    public async Task AnyFailure_Logged_ShowsNeitherKeyNorPrompt()
    {
        foreach (var (_, behaviour) in Subject.SendFailures)
        {
            Subject.Sends.Next(behaviour);
            var failed = (await Subject.Provider.SendAsync(Subject.Request with { Prompt = "private words" }, CancellationToken.None)).ShouldBeFailed();
            failed.Detail.ShouldNotContain(Subject.Key);
            failed.Detail.ShouldNotContain("private words");
        }

        Subject.Setup.Logs.Lines.ShouldAllBe(line => !line.Contains(Subject.Key, StringComparison.Ordinal) && !line.Contains("private words", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CallersKey_Sent_IsUsedInsteadOfOurs()
    {
        const string theirs = "callers-own-key-0123456789";

        await Subject.Provider.SendAsync(Subject.Request with { CallerKey = new Secret(theirs) }, CancellationToken.None);

        var sent = Subject.Sends.Requests.ShouldHaveSingleItem();
        sent.Headers.Values.ShouldContain(value => value.Contains(theirs, StringComparison.Ordinal));
        sent.Headers.Values.ShouldAllBe(value => !value.Contains(Subject.Key, StringComparison.Ordinal));
        (Subject.Request with { CallerKey = new Secret(theirs) }).ToString().ShouldNotContain(theirs);
    }

    public async ValueTask DisposeAsync()
    {
        await Subject.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A token to store and to show; never the provider's prose.</summary>
    private static void ShouldBeShort(string detail, string behaviour)
    {
        detail.Length.ShouldBeInRange(1, 60, behaviour);
        detail.Split(' ').Length.ShouldBeLessThanOrEqualTo(2, behaviour);
    }
}

using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.Generation.Tests.Providers.Conformance;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>An order's life: where it is asked after, what it says of itself, and who hears our key.</summary>
public sealed class BflOrderTests : IAsyncLifetime
{
    private BflEmulator _bfl = null!;
    private ProviderSetup _setup = null!;
    private ProviderUnderTest _subject = null!;

    private IPolledProvider Provider => (IPolledProvider)_subject.Provider;

    public async ValueTask InitializeAsync()
    {
        _bfl = await BflEmulator.StartAsync();
        _setup = BflSetup.For(_bfl);
        _subject = BflSetup.Subject(_bfl, _setup);
    }

    [Theory]
    [InlineData("ok")]
    [InlineData("bare_url")]
    public async Task Order_Polled_IsAskedAfterWhereTheAnswerSaidAndNowhereElse(string behaviour)
    {
        _bfl.Switchboard.Next(behaviour);
        var order = await Drive.OrderAsync(_subject);

        await Provider.PollAsync(order, CancellationToken.None);

        order.TaskId.ShouldStartWith($"{_bfl.Address}eu2/v1/get_result?id=");
        var asked = _bfl.Switchboard.Requests[^1];
        (asked.Method, _bfl.Address.GetLeftPart(UriPartial.Authority) + asked.Target).ShouldBe(("GET", order.TaskId));
        asked.Headers["x-key"].ShouldBe(BflEmulator.DefaultKey);
    }

    [Fact]
    public async Task Order_PolledUntilItsEnd_RunsTwiceAndIsLocated()
    {
        var order = await Drive.OrderAsync(_subject);

        (await Provider.PollAsync(order, CancellationToken.None)).ShouldBeOfType<ProviderResult.Running>();
        (await Provider.PollAsync(order, CancellationToken.None)).ShouldBeOfType<ProviderResult.Running>();
        (await Provider.PollAsync(order, CancellationToken.None)).ShouldBeOfType<ProviderResult.Located>().Address.AbsolutePath.ShouldStartWith("/results/");
    }

    [Theory]
    [InlineData("state:Pending")]
    [InlineData("state:Reasoning")]
    [InlineData("state:Generating")]
    [InlineData("state:Something New")]
    [InlineData("throttled:3")]
    [InlineData("overloaded")]
    [InlineData("out_of_funds")]
    public async Task Unfinished_Polled_IsRunning(string behaviour)
    {
        var order = await Drive.OrderAsync(_subject);
        _bfl.Polls.Next(behaviour);

        (await Provider.PollAsync(order, CancellationToken.None)).ShouldBeOfType<ProviderResult.Running>();
    }

    [Fact]
    public async Task Hints_Polled_ArePassedOn()
    {
        var order = await Drive.OrderAsync(_subject);
        _bfl.Polls.Next("pending:3");
        _bfl.Polls.Next("pending:0");
        _bfl.Polls.Next("throttled:4");
        _bfl.Polls.Next("progress:25");

        (await Provider.PollAsync(order, CancellationToken.None)).ShouldBe(new ProviderResult.Running(TimeSpan.FromSeconds(3)));
        (await Provider.PollAsync(order, CancellationToken.None)).ShouldBe(new ProviderResult.Running());
        (await Provider.PollAsync(order, CancellationToken.None)).ShouldBe(new ProviderResult.Running(TimeSpan.FromSeconds(4)));
        (await Provider.PollAsync(order, CancellationToken.None)).ShouldBe(new ProviderResult.Running(null, 0.25));
    }

    [Theory]
    [InlineData("flux-2-pro", "ok", 30_000L, 1)]
    [InlineData("flux-2-pro", "cost:7.000000000000001", 70_000L, 1)]
    [InlineData("flux-2-pro", "cost:\"3\"", null, 1)]
    [InlineData("flux-2-pro", "cost:-1", null, 1)]
    [InlineData("flux-2-pro", "cost:1e300", null, 1)]
    [InlineData("flux-dev", "ok", null, 1)]
    [InlineData("flux-3-image", "ok", 48_000L, 2)]
    public async Task Cost_Accepted_IsInMillionthsOfADollar(string model, string behaviour, long? micros, int seconds)
    {
        _bfl.Switchboard.Next(behaviour);

        var accepted = (await Provider.SendAsync(_setup.Request("bfl", model), CancellationToken.None)).ShouldBeOfType<ProviderResult.Accepted>();

        (accepted.CostMicros, accepted.PollAfter).ShouldBe((micros, TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData("https://api.bfl.ai.example.org/v1/get_result?id=1")]
    [InlineData("http://127.0.0.1:1/v1/get_result?id=1")]
    [InlineData("https://api.eu2.bfl.ai/v1/get_result?id=1")]
    public async Task ForeignAddress_Polled_IsUnknownAndNobodyIsAsked(string address)
    {
        _bfl.Switchboard.Next("elsewhere:" + address);
        var order = await Drive.OrderAsync(_subject);

        var failed = (await Provider.PollAsync(order, CancellationToken.None)).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.Unknown, "FOREIGN_ADDRESS"));
        _bfl.Switchboard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task OrderWithACallback_Polled_IsAskedAfterByItsIdAndNotKnowingItSaysNothing()
    {
        await using var setup = BflSetup.For(_bfl, ("Providers:Bfl:WebhookSecret", "shared"));
        _bfl.CallbackAfter = TimeSpan.FromSeconds(1);
        var subject = BflSetup.Subject(_bfl, setup, setup.Request("bfl", "flux-2-pro") with { Callback = new Uri("http://127.0.0.1:9/") });
        var order = await Drive.OrderAsync(subject);
        var polled = (IPolledProvider)subject.Provider;
        _bfl.Polls.Next("state:Task not found");
        _bfl.Polls.Next("not_found");

        (await polled.PollAsync(order, CancellationToken.None)).ShouldBeOfType<ProviderResult.Running>();
        (await polled.PollAsync(order, CancellationToken.None)).ShouldBeOfType<ProviderResult.Running>();

        _bfl.Switchboard.Requests[^1].Target.ShouldBe("/v1/get_result?id=" + order.TaskId);
        await using var made = await Drive.OpenAsync(subject, await Drive.ToEndAsync(subject, polled, order));
        made.Length.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task CallersKey_Used_IsUsedForEveryQuestionToo()
    {
        const string theirs = "callers-own-key-0123456789";
        await using var bfl = await BflEmulator.StartAsync(theirs);
        await using var setup = BflSetup.For(bfl);
        var subject = BflSetup.Subject(bfl, setup, setup.Request("bfl", "flux-2-pro") with { CallerKey = new Secret(theirs + "\n") });
        var order = await Drive.OrderAsync(subject) with { CallerKey = new Secret(theirs) };

        (await Drive.ToEndAsync(subject, (IPolledProvider)subject.Provider, order)).ShouldBeOfType<ProviderResult.Located>();

        bfl.Switchboard.Requests.ShouldAllBe(request => request.Headers["x-key"] == theirs);
        order.TaskId.ShouldNotContain(theirs);
    }

    [Theory]
    [InlineData("expired", "RESULT 403")]
    [InlineData("gone", "RESULT 404")]
    [InlineData("cut", "RESULT_LOST")]
    public async Task DeadSample_Fetched_IsACleanFailure(string behaviour, string detail)
    {
        _bfl.Files.Next(behaviour);

        var failed = (await FetchAsync()).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.BadImage, detail));
    }

    [Fact]
    public async Task SampleThatIsNoImage_Fetched_IsRefusedByItsType()
    {
        _bfl.Files.Next("html");

        var failed = (await FetchAsync()).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.BadImage, "RESULT_TYPE"));
    }

    [Fact]
    public async Task SampleThatIsDamaged_Fetched_IsFoundOutByItsBytes()
    {
        _bfl.Files.Next("damaged");

        using var bytes = (await FetchAsync()).ShouldBeDelivered().Bytes;

        _setup.Codec.Measure(bytes.Memory.Span).ShouldBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _bfl.DisposeAsync();
    }

    private async Task<ProviderResult> FetchAsync()
    {
        var located = (await Drive.ToEndAsync(_subject)).ShouldBeOfType<ProviderResult.Located>();
        return await _setup.Services.GetRequiredService<ResultDownload>().FetchAsync(located, MediaKind.Image, CancellationToken.None);
    }
}

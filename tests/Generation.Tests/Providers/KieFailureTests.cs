using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.Generation.Tests.Providers.Conformance;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>Every documented way in which KIE makes nothing. Its refusals come with HTTP 200, and some with their own status.</summary>
public sealed class KieFailureTests : IAsyncLifetime
{
    private KieEmulator _kie = null!;
    private ProviderSetup _setup = null!;
    private ProviderUnderTest _subject = null!;

    private IPolledProvider Provider => (IPolledProvider)_subject.Provider;

    public async ValueTask InitializeAsync()
    {
        _kie = await KieEmulator.StartAsync();
        _setup = KieSetup.For(_kie);
        _subject = KieSetup.Subject(_kie, _setup);
    }

    [Theory]
    [InlineData("code:401", "Unauthorised", "CODE 401")]
    [InlineData("code:402", "OutOfFunds", "CODE 402")]
    [InlineData("code:404", "Gone", "CODE 404")]
    [InlineData("code:408", "TimedOut", "CODE 408")]
    [InlineData("code:422", "BadInput", "CODE 422")]
    [InlineData("code:429", "Throttled", "CODE 429")]
    [InlineData("code:433", "OutOfFunds", "CODE 433")]
    [InlineData("code:455", "Overloaded", "CODE 455")]
    [InlineData("code:500", "Failed", "CODE 500")]
    [InlineData("code:501", "Failed", "CODE 501")]
    [InlineData("code:505", "Gone", "CODE 505")]
    [InlineData("code:503", "Overloaded", "OTHER")]
    [InlineData("code:418", "BadInput", "OTHER")]
    [InlineData("code:0", "Unknown", "UNREADABLE")]
    [InlineData("code:201", "Unknown", "UNREADABLE")]
    [InlineData("status:422", "BadInput", "CODE 422")]
    [InlineData("status:455", "Overloaded", "CODE 455")]
    [InlineData("echo_key", "BadInput", "CODE 422")]
    [InlineData("echo_key:500", "Failed", "CODE 500")]
    [InlineData("http:503", "Overloaded", "HTTP 503")]
    [InlineData("http:401", "Unauthorised", "HTTP 401")]
    [InlineData("no_code", "Unknown", "UNREADABLE")]
    [InlineData("no_task", "Unknown", "UNREADABLE")]
    public async Task Refusal_Sent_IsClassifiedByTheCodeInTheBody(string behaviour, string expected, string detail)
    {
        _kie.Switchboard.Next(behaviour);

        var failed = (await Provider.SendAsync(_subject.Request, CancellationToken.None)).ShouldBeFailed();

        (failed.Class.ToString(), failed.Detail).ShouldBe((expected, detail));
        _kie.Switchboard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Throttled_Sent_CarriesTheProvidersHint()
    {
        _kie.Switchboard.Next("throttled:6");

        (await Provider.SendAsync(_subject.Request, CancellationToken.None)).ShouldBeFailed().RetryAfter.ShouldBe(TimeSpan.FromSeconds(6));
    }

    [Theory]
    [InlineData("fail:500", "Failed", "TASK_FAILED")]
    [InlineData("fail:501", "Failed", "TASK_FAILED")]
    [InlineData("fail:", "Failed", "TASK_FAILED")]
    [InlineData("fail:a code with words", "Failed", "TASK_FAILED")]
    [InlineData("fail:422", "BadInput", "TASK_INVALID")]
    [InlineData("fail_number:422", "BadInput", "TASK_INVALID")]
    [InlineData("fail_number:500", "Failed", "TASK_FAILED")]
    [InlineData("code:501", "Failed", "TASK_FAILED")]
    [InlineData("code:422", "Unknown", "TASK_NOT_FOUND")]
    [InlineData("code:404", "Unknown", "TASK_NOT_FOUND")]
    [InlineData("status:404", "Unknown", "TASK_NOT_FOUND")]
    [InlineData("result:", "NoImage", "NO_RESULT")]
    [InlineData("result:{\"resultUrls\":[]}", "NoImage", "NO_RESULT")]
    [InlineData("result:{\"resultUrls\":[null]}", "NoImage", "NO_RESULT")]
    [InlineData("result:{\"resultUrls\":", "NoImage", "NO_RESULT")]
    public async Task Ending_Polled_IsClassified(string behaviour, string expected, string detail)
    {
        var order = await Drive.OrderAsync(_subject);
        _kie.Polls.Next(behaviour);

        var failed = (await Provider.PollAsync(order, CancellationToken.None)).ShouldBeFailed();

        (failed.Class.ToString(), failed.Detail).ShouldBe((expected, detail));
    }

    [Theory]
    [InlineData("state:waiting")]
    [InlineData("state:queuing")]
    [InlineData("state:generating")]
    [InlineData("state:something_new")]
    [InlineData("code:401")]
    [InlineData("code:403")]
    [InlineData("code:408")]
    [InlineData("code:429")]
    [InlineData("code:455")]
    [InlineData("code:500")]
    [InlineData("status:500")]
    [InlineData("no_code")]
    public async Task NothingSaidOfTheTask_Polled_IsRunning(string behaviour)
    {
        var order = await Drive.OrderAsync(_subject);
        _kie.Polls.Next(behaviour);

        (await Provider.PollAsync(order, CancellationToken.None)).ShouldBeOfType<ProviderResult.Running>();
    }

    [Fact]
    public async Task UnknownTask_Polled_IsUnknown()
    {
        var failed = (await Provider.PollAsync(new ProviderOrder("nano-banana-2", "no/such task&x=1"), CancellationToken.None)).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.Unknown, "TASK_NOT_FOUND"));
        _kie.Switchboard.Requests.Single().Target.ShouldBe("/api/v1/jobs/recordInfo?taskId=no%2Fsuch%20task%26x%3D1");
    }

    [Theory]
    [InlineData("expired", "RESULT 404")]
    [InlineData("cut", "RESULT_LOST")]
    public async Task DeadResult_Fetched_IsACleanFailure(string behaviour, string detail)
    {
        _kie.Files.Next(behaviour);

        var failed = (await FetchAsync()).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.BadImage, detail));
    }

    [Fact]
    public async Task ResultThatIsNoImage_Fetched_IsRefusedByItsType()
    {
        _kie.Files.Next("html");

        var failed = (await FetchAsync()).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.BadImage, "RESULT_TYPE"));
    }

    [Fact]
    public async Task ResultThatIsDamaged_Fetched_IsFoundOutByItsBytes()
    {
        _kie.Files.Next("damaged");

        using var bytes = (await FetchAsync()).ShouldBeDelivered().Bytes;

        _setup.Codec.Measure(bytes.Memory.Span).ShouldBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _kie.DisposeAsync();
    }

    private async Task<ProviderResult> FetchAsync()
    {
        var located = (await Drive.ToEndAsync(_subject)).ShouldBeOfType<ProviderResult.Located>();
        return await _setup.Services.GetRequiredService<ResultDownload>().FetchAsync(located, MediaKind.Image, CancellationToken.None);
    }
}

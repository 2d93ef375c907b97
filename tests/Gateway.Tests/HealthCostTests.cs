using System.Diagnostics;
using System.Net;

namespace NanoBanana.Gateway.Tests;

/// <summary>However often the public port is asked, what lies behind it is asked once a second.</summary>
public sealed class HealthCostTests
{
    [Fact]
    public async Task ManyAtOnceAndAgain_EachServiceIsAskedOnceASecond()
    {
        await using var setup = await HealthSetup.StartAsync();
        string[] paths = ["/api/health/ready", "/api/health/detailed", "/ready", "/api/v1/health"];

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => setup.GetAsync(paths[i % 4])));
        var first = setup.Asked;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(2.5))
            await setup.GetAsync("/api/health/ready");

        first.ShouldBeInRange(4, 8);
        (setup.Asked - first).ShouldBeInRange(4, 12);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health")]
    [InlineData("/api/health")]
    [InlineData("/api/health/live")]
    public async Task Liveness_Asked_TouchesNothing(string path)
    {
        await using var setup = await HealthSetup.StartAsync();

        await setup.GetAsync(path);

        setup.Asked.ShouldBe(0);
    }

    [Fact]
    public async Task HungService_Ready_Is503WithinASecondAndOneWhoHangsUpFailsNobody()
    {
        var until = new TaskCompletionSource();
        await using var setup = await HealthSetup.StartAsync();
        setup.Hung = ("identity", until.Task);
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var watch = Stopwatch.StartNew();

        var cancelled = setup.Client.GetAsync(new Uri("/api/health/ready", UriKind.Relative), impatient.Token);
        var patient = setup.GetAsync("/api/health/ready", HttpStatusCode.ServiceUnavailable);

        await Should.ThrowAsync<OperationCanceledException>(() => cancelled);
        await patient;
        watch.Elapsed.ShouldBeInRange(TimeSpan.FromMilliseconds(800), TimeSpan.FromSeconds(4));
        until.SetResult();
        setup.Hung = null;
        for (var i = 0; i < 100; i++)
        {
            using var again = await setup.Client.GetAsync(new Uri("/api/health/ready", UriKind.Relative));
            if (again.StatusCode == HttpStatusCode.OK)
                return;
            await Task.Delay(50);
        }

        Assert.Fail("Ready did not come back within 5 s.");
    }
}

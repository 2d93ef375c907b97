using NanoBanana.Generation.Imaging;

namespace NanoBanana.Generation.Tests.Imaging;

public sealed class PixelThreadsTests
{
    [Fact]
    public async Task MoreWorkThanCores_RunsOnAsManyThreadsAsThereAreCores()
    {
        var running = 0;
        var threads = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => PixelThreads.RunAsync(() =>
        {
            Interlocked.Increment(ref running).ShouldBeLessThanOrEqualTo(Environment.ProcessorCount);
            Thread.SpinWait(100_000);
            Interlocked.Decrement(ref running);
            return Environment.CurrentManagedThreadId;
        })));

        threads.Distinct().Count().ShouldBeLessThanOrEqualTo(Environment.ProcessorCount);
    }

    [Fact]
    public async Task Cancelled_BeforeItsTurn_IsNotBegun()
    {
        using var stop = new ManualResetEventSlim();
        using var cancelled = new CancellationTokenSource();
        var before = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => PixelThreads.RunAsync(() => stop.Wait(TimeSpan.FromMinutes(1)))).ToList();
        var begun = false;
        var late = PixelThreads.RunAsync(() => begun = true, cancelled.Token);

        await cancelled.CancelAsync();
        stop.Set();

        await Should.ThrowAsync<OperationCanceledException>(late);
        begun.ShouldBeFalse();
        (await Task.WhenAll(before)).ShouldAllBe(static done => done);
    }

    [Fact]
    public async Task Failure_ReachesWhoAskedAndEndsNoThread()
    {
        for (var i = 0; i <= Environment.ProcessorCount; i++)
            await Should.ThrowAsync<InvalidDataException>(PixelThreads.RunAsync<int>(static () => throw new InvalidDataException()));

        (await PixelThreads.RunAsync(static () => 1)).ShouldBe(1);
    }
}

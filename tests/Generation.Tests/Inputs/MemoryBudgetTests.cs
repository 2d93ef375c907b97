using Microsoft.Extensions.Options;
using NanoBanana.Generation.Inputs;

namespace NanoBanana.Generation.Tests.Inputs;

public sealed class MemoryBudgetTests
{
    private readonly MemoryBudget _budget = new(Options.Create(new InputOptions { MemoryBytes = 2 * 1024 * 1024 }));

    [Fact]
    public async Task MoreThanThereIs_WaitsInOrderOfArrival()
    {
        var first = await _budget.TakeAsync(2_000_000, CancellationToken.None);
        var large = _budget.TakeAsync(2_000_000, CancellationToken.None);
        var small = _budget.TakeAsync(1, CancellationToken.None);
        (large.IsCompleted, small.IsCompleted).ShouldBe((false, false));

        first.Dispose();
        first.Dispose();

        using var second = await large.WaitAsync(TimeSpan.FromSeconds(5));
        using var third = await small.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task WhoeverGivesUp_LetsTheNextPass()
    {
        using var most = await _budget.TakeAsync(2_000_000, CancellationToken.None);
        using var gone = new CancellationTokenSource();
        var large = _budget.TakeAsync(2_000_000, gone.Token);
        var small = _budget.TakeAsync(1_000, CancellationToken.None);

        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(large);
        using var passed = await small.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task MoreThanTheWhole_TakesTheWhole()
    {
        using (await _budget.TakeAsync(long.MaxValue, CancellationToken.None))
            _budget.TakeAsync(1, CancellationToken.None).IsCompleted.ShouldBeFalse();
    }
}

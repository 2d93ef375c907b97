using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Partials;
using NanoBanana.Generation.Tests.Imaging;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Partials;

/// <summary>What a slow reader, or hundreds of them, may keep here.</summary>
public sealed class PartialFeedTests
{
    private static readonly ImageInfo Info = new("image/png", 64, 64);

    [Fact]
    public void SlowReader_IsShownTheNewestThree()
    {
        using var feed = new PartialFeed(3, new PartialBudget(1_000));

        foreach (var index in new[] { 0, 1, 0, 1, 2 })
            feed.Offer(Partial(index, 10));

        Take(feed).ShouldBe([0, 1, 2]);
    }

    [Fact]
    public void PartialBeyondTheWish_IsForgotten()
    {
        using var feed = new PartialFeed(1, new PartialBudget(1_000));

        foreach (var index in new[] { 0, 1, 2 })
            feed.Offer(Partial(index, 10));

        Take(feed).ShouldBe([0]);
    }

    [Fact]
    public void AllTogether_KeepNoMoreThanTheBudget_AndGiveItBackWhenTheyAreReadOrClosed()
    {
        var budget = new PartialBudget(100);
        using var read = new PartialFeed(3, budget);
        using var closed = new PartialFeed(3, budget);
        using var late = new PartialFeed(3, budget);
        read.Offer(Partial(0, 50));
        closed.Offer(Partial(0, 30));
        closed.Offer(Partial(1, 20));
        late.Offer(Partial(0, 1));
        late.Take().ShouldBeNull();

        // What is being written still counts; what was written does not.
        read.Take().ShouldNotBeNull();
        late.Offer(Partial(0, 50));
        late.Take().ShouldBeNull();
        read.Take().ShouldBeNull();
        late.Offer(Partial(0, 50));
        Take(late).ShouldBe([0]);

        closed.Take().ShouldNotBeNull();
        closed.Dispose();
        closed.Offer(Partial(2, 1));
        closed.Take().ShouldBeNull();
        late.Offer(Partial(0, 100));
        Take(late).ShouldBe([0]);
    }

    [Fact]
    public void Bytes_ThatAreNoImageOrTooMany_AreNoPartialImage()
    {
        var codec = TestCodec.Create();
        var whole = EmulatedImage.Make(64, 64, "image/png");

        PartialImage.Of(0, whole, codec).ShouldNotBeNull().Info.ShouldBe(Info);
        PartialImage.Of(0, whole.AsSpan(0, whole.Length / 2), codec).ShouldBeNull();
        PartialImage.Of(0, "<html>"u8, codec).ShouldBeNull();
        PartialImage.Of(0, new byte[PartialImage.MaxBytes + 1], codec).ShouldBeNull();
    }

    private static PartialImage Partial(int index, int length) => new(index, new byte[length], Info);

    private static List<int> Take(PartialFeed feed)
    {
        var taken = new List<int>();
        while (feed.Take() is { } partial)
            taken.Add(partial.Index);
        return taken;
    }
}

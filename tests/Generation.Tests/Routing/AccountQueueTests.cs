using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Tests.Routing;

/// <summary>Whose turn it is at a limited provider.</summary>
public sealed class AccountQueueTests
{
    private static readonly Guid Many = Guid.NewGuid();
    private static readonly Guid Few = Guid.NewGuid();

    [Fact]
    public void AccountWithMany_DoesNotKeepAnotherWaiting()
    {
        var queue = new AccountQueue<string>();
        for (var i = 1; i <= 100; i++)
            queue.Add(Many, $"many {i}");
        queue.Add(Few, "few 1");
        queue.Add(Few, "few 2");

        Take(queue, 5).ShouldBe(["many 1", "few 1", "many 2", "few 2", "many 3"]);
        queue.Count.ShouldBe(97);
    }

    [Fact]
    public void WhoGaveUp_IsPassedOver()
    {
        var queue = new AccountQueue<string>();
        queue.Add(Many, "one");
        queue.Add(Many, "two");
        queue.Add(Few, "three");

        queue.Remove(Many, "one");
        queue.Remove(Few, "three");
        queue.Remove(Few, "three");

        Take(queue, 1).ShouldBe(["two"]);
        queue.Peek().ShouldBeNull();
        queue.Count.ShouldBe(0);
    }

    private static List<string> Take(AccountQueue<string> queue, int count)
    {
        var taken = new List<string>();
        for (var i = 0; i < count; i++)
        {
            taken.Add(queue.Peek()!);
            queue.Advance();
        }

        return taken;
    }
}

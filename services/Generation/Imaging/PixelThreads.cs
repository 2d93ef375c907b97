using System.Collections.Concurrent;

namespace NanoBanana.Generation.Imaging;

/// <summary>
/// Threads for work on pixels, one for each core. It is pure computing: more of it at once only makes all of it late, and whoever waits for a place here holds no
/// thread. They are always the same ones because the C library keeps freed memory for each thread that ever took some: on the pool's threads, images of five
/// megabytes left a process with a hundred that nobody used.
/// </summary>
internal static class PixelThreads
{
    private static readonly BlockingCollection<Action> Work = Start(Environment.ProcessorCount);

    /// <summary>Does the work in its turn, and throws what it throws. Cancelled, it is not begun; once begun, it is waited for, since it reads what its caller holds.</summary>
    public static Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken = default)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() => Do(work, done, cancellationToken), CancellationToken.None);
        return done.Task;
    }

    private static void Do<T>(Func<T> work, TaskCompletionSource<T> done, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            done.SetCanceled(cancellationToken);
            return;
        }

        try
        {
            done.SetResult(work());
        }
        catch (OperationCanceledException exception)
        {
            done.SetCanceled(exception.CancellationToken);
        }
        catch (Exception exception)
        {
            done.SetException(exception);
        }
    }

    private static BlockingCollection<Action> Start(int count)
    {
        var queue = new BlockingCollection<Action>();
        for (var i = 0; i < count; i++)
        {
            new Thread(() =>
            {
                foreach (var work in queue.GetConsumingEnumerable())
                    work();
            })
            { IsBackground = true, Name = "Pixels" }.Start();
        }

        return queue;
    }
}

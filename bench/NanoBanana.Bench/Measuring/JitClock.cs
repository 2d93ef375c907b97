using NanoBanana.Bench.Servers;

namespace NanoBanana.Bench.Measuring;

/// <summary>
/// How long the runtimes have been recompiling hot methods, in seconds. A service that has run for a minute does none of it, one that has
/// just started spends as much on it as on its work.
/// </summary>
internal sealed class JitClock(BenchSystem system)
{
    // As the kernel cuts the name of the runtime's thread.
    private const string Thread = ".NET Tiered Com";

    public double Read() => system.Cluster.All.Select(static process => process.Id).Append(system.Yarp.Id).Append(system.Upstream.Id).Sum(CpuOf);

    private static double CpuOf(int processId) => Directory.EnumerateDirectories($"/proc/{processId}/task").Sum(static task =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).TrimEnd() == Thread ? ProcessFigures.CpuOfThread(task) : 0;
        }
        catch (IOException)
        {
            // Ended meanwhile.
            return 0;
        }
    });
}

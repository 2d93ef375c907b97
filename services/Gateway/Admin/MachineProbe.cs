using System.Globalization;

namespace NanoBanana.Gateway.Admin;

/// <summary>How busy the machine is, each 0 to 100.</summary>
internal sealed record MachineLoad(double CpuPercent, double MemoryPercent, double DiskPercent);

/// <summary>Reads the machine's own figures: of Linux from /proc, elsewhere what the runtime knows of this process and its limits.</summary>
internal sealed class MachineProbe(TimeProvider time)
{
    private static readonly TimeSpan Span = TimeSpan.FromMilliseconds(200);

    /// <summary>Takes a fifth of a second: processors are measured over it.</summary>
    public async Task<MachineLoad> AskAsync(CancellationToken cancellationToken)
    {
        var (busy, all) = Processors();
        await Task.Delay(Span, time, cancellationToken);
        var (busyNow, allNow) = Processors();
        return new MachineLoad(Percent(busyNow - busy, allNow - all), Memory(), Disk());
    }

    /// <summary>What processors have done since they began, in a unit of their own.</summary>
    private (double Busy, double All) Processors()
    {
        if (!OperatingSystem.IsLinux())
            return (Environment.CpuUsage.TotalTime.TotalSeconds, (double)time.GetTimestamp() / time.TimestampFrequency * Environment.ProcessorCount);
        var line = File.ReadLines("/proc/stat").First();
        var ticks = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(static text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (ticks.Sum() - ticks[3] - ticks[4], ticks.Sum());
    }

    private static double Memory()
    {
        if (!OperatingSystem.IsLinux())
        {
            var memory = GC.GetGCMemoryInfo();
            return Percent(Environment.WorkingSet, memory.TotalAvailableMemoryBytes);
        }

        var lines = File.ReadLines("/proc/meminfo").ToList();
        var total = Kilobytes(lines, "MemTotal:");
        return Percent(total - Kilobytes(lines, "MemAvailable:"), total);
    }

    /// <summary>Of the disk that the product lies on.</summary>
    private static double Disk()
    {
        var folder = AppContext.BaseDirectory;
        var drive = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder);
        return Percent(drive.TotalSize - drive.AvailableFreeSpace, drive.TotalSize);
    }

    private static double Kilobytes(List<string> lines, string name) =>
        double.Parse(lines.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    private static double Percent(double part, double whole) => whole <= 0 ? 0 : Math.Round(Math.Clamp(100 * part / whole, 0, 100), 1);
}

using System.Globalization;

namespace NanoBanana.Bench.Measuring;

/// <summary>What the kernel knows of a process.</summary>
internal static class ProcessFigures
{
    // USER_HZ, which is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Seconds of processor time, user and system.</summary>
    public static double Cpu(int processId) => Fields(processId) is { } fields ? (fields[11] + fields[12]) / TicksPerSecond : 0;

    /// <summary>The same with all of its children, also those that have ended: Postgres has a process for each connection.</summary>
    public static double CpuOfTree(int processId)
    {
        if (Fields(processId) is not { } root)
            return 0;
        var ticks = root[11] + root[12] + root[13] + root[14];
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && Fields(id) is { } fields && fields[1] == processId)
                ticks += fields[11] + fields[12];
        }

        return ticks / TicksPerSecond;
    }

    /// <summary>Seconds of processor time of one thread, by its folder in <c>/proc</c>.</summary>
    public static double CpuOfThread(string folder) => Fields(folder) is { } fields ? (fields[11] + fields[12]) / TicksPerSecond : 0;

    /// <summary>Seconds that the machine's processors were busy.</summary>
    public static double CpuOfMachine()
    {
        // user nice system idle iowait irq softirq
        var fields = File.ReadLines("/proc/stat").First()[3..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParseOrZero).ToArray();
        return (fields[0] + fields[1] + fields[2] + fields[5] + fields[6]) / TicksPerSecond;
    }

    /// <summary>Resident memory now, in MiB.</summary>
    public static double ResidentMiB(int processId) => Status(processId, "VmRSS:");

    /// <summary>The most it ever was.</summary>
    public static double PeakMiB(int processId) => Status(processId, "VmHWM:");

    private static double Status(int processId, string field) => File.ReadLines($"/proc/{processId}/status")
        .Where(line => line.StartsWith(field, StringComparison.Ordinal))
        .Select(line => long.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) / 1024.0)
        .First();

    /// <summary>The numbers of <c>/proc/ID/stat</c> after the name, which may contain anything; the first stands for the state letter.</summary>
    private static long[]? Fields(int processId) => Fields($"/proc/{processId}");

    private static long[]? Fields(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            return [.. text[(text.LastIndexOf(')') + 2)..].Split(' ').Select(static (field, at) => at == 0 ? 0 : ParseOrZero(field))];
        }
        catch (IOException)
        {
            return null;
        }
    }

    // Some addresses at the end are larger than a long.
    private static long ParseOrZero(string field) => long.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

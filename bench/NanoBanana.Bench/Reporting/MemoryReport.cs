using NanoBanana.Bench.Measuring;

namespace NanoBanana.Bench.Reporting;

/// <summary>Who needs how much memory.</summary>
internal static class MemoryReport
{
    public static async Task WriteAsync(TextWriter output, MemoryFigures? memory)
    {
        if (memory is null)
            return;
        await output.WriteLineAsync("\nResident memory, MiB\n");
        await output.WriteLineAsync("                             idle    peak   after");
        foreach (var service in memory.Services)
            await output.WriteLineAsync(TextReport.Text($"  {service.Process,-24} {service.Idle,7:0} {service.Peak,7:0} {service.Rest,7:0}"));
        await output.WriteLineAsync(TextReport.Text($"  {"Standalone",-24} {memory.StandaloneIdle,7:0}"));
    }
}

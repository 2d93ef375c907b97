using System.Text.Json;
using NanoBanana.Bench.Measuring;

namespace NanoBanana.Bench.Reporting;

/// <summary>The raw figures of every run.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static async Task WriteAsync(string path, BenchOptions options, Figures figures, IReadOnlyList<Check> checks)
    {
        await using var file = File.Create(path);
        await JsonSerializer.SerializeAsync(
            file,
            new { processors = Environment.ProcessorCount, options.Rounds, options.Seconds, options.IsQuick, figures.Comparisons, figures.Commits, figures.Memory, checks },
            Format);
    }
}

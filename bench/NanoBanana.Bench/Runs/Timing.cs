using System.Diagnostics;
using System.Globalization;

namespace NanoBanana.Bench.Runs;

/// <summary>How long one call takes that is made again and again, one at a time.</summary>
internal static class Timing
{
    public static async Task ShowAsync(int rounds, string name, Func<Task> call)
    {
        var times = new List<double>();
        for (var i = 0; i < rounds; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await call();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"  {name,-30} median {times[rounds / 2],7:0.0} ms, 95th percentile {times[rounds * 95 / 100],7:0.0} ms"));
    }
}

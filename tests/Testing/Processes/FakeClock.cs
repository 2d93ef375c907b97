using System.Diagnostics;
using System.Globalization;

namespace NanoBanana.Testing.Processes;

/// <summary>
/// The clock of the machine that one process believes to run on. A test sets it while the process runs, by Debian's libfaketime; as with
/// a real clock that is set, only the time of day moves, and timers and the monotonic clock go on.
/// </summary>
public sealed class FakeClock : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(25);

    private readonly string _folder = Directory.CreateTempSubdirectory("nanobanana-clock-").FullName;

    public FakeClock() => Write(TimeSpan.Zero);

    private string FileName => Path.Combine(_folder, "clock");

    /// <summary>The same program, on a machine with this clock.</summary>
    public ServiceProgram Under(ServiceProgram program) => program with
    {
        Settings = new Dictionary<string, string?>(program.Settings, StringComparer.OrdinalIgnoreCase)
        {
            ["LD_PRELOAD"] = Library(),
            ["FAKETIME_TIMESTAMP_FILE"] = FileName,
            ["FAKETIME_NO_CACHE"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            // Its remedy for older C libraries makes every timed wait of the runtime spin.
            ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
            ["FAKETIME_DISABLE_SHM"] = "1",
            ["NO_FAKE_STAT"] = "1",
        },
    };

    /// <summary>Sets the clock so far ahead of the true time, and returns when the process's answers are dated by it.</summary>
    public async Task SetAsync(TimeSpan ahead, ServiceProcess process)
    {
        Write(ahead);
        using var client = new HttpClient { BaseAddress = process.Address };
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(Pace))
        {
            using var response = await client.GetAsync(new Uri("/alive", UriKind.Relative));
            var seen = response.Headers.Date - TimeProvider.System.GetUtcNow();
            if (seen is { } offset && (offset - ahead).Duration() < TimeSpan.FromSeconds(30))
                return;
            if (waited.Elapsed > Patience)
                throw new InvalidOperationException($"The clock of {process.Name} is {seen} ahead, not {ahead}.");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>In one step, because a process may look at any moment.</summary>
    private void Write(TimeSpan ahead)
    {
        var next = FileName + ".next";
        File.WriteAllText(next, ahead.TotalSeconds.ToString("+0;-0", CultureInfo.InvariantCulture) + "s\n");
        File.Move(next, FileName, overwrite: true);
    }

    private static string Library() => Directory.EnumerateDirectories("/usr/lib")
        .Select(static folder => Path.Combine(folder, "faketime", "libfaketime.so.1")).FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException("libfaketime is missing: install the package of that name.");
}

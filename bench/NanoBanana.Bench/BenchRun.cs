using System.Runtime.InteropServices;
using NanoBanana.Bench.Reporting;

namespace NanoBanana.Bench;

/// <summary>From the first process to the last line.</summary>
internal static class BenchRun
{
    private const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const int Interrupted = 130;

    /// <summary>The exit code: 1 when a target was missed.</summary>
    public static async Task<int> RunAsync(BenchOptions options)
    {
        using var stopping = new CancellationTokenSource();
        using var interrupt = OnSignal(PosixSignal.SIGINT, stopping);
        using var terminate = OnSignal(PosixSignal.SIGTERM, stopping);
        using var hangUp = OnSignal(PosixSignal.SIGHUP, stopping);
        var folder = Directory.CreateTempSubdirectory("nanobanana-bench-").FullName;
        File.SetUnixFileMode(folder, Passable);
        try
        {
            var figures = await Measurement.TakeAsync(options, folder, stopping.Token);
            var checks = Targets.Check(figures);
            await TextReport.WriteAsync(Console.Out, options, figures, checks);
            if (options.JsonFile is not null)
                await JsonReport.WriteAsync(options.JsonFile, options, figures, checks);
            return checks.All(static check => check.IsMet) ? 0 : 1;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await Progress.ShowAsync("Stopped.");
            return Interrupted;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static PosixSignalRegistration OnSignal(PosixSignal signal, CancellationTokenSource stopping) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stopping.Cancel();
        });
}

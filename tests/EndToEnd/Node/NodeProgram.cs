using System.ComponentModel;
using System.Diagnostics;

namespace NanoBanana.EndToEnd.Node;

/// <summary>Runs <c>node</c> and <c>npm</c>, which test.sh installs.</summary>
internal static class NodeProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>What it printed. A program that is not there, does not end or ends badly fails the test and says so.</summary>
    public static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Start(start);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {arguments[0]} did not end within {Patience.TotalSeconds} s: {await output}{await errors}");
        }

        process.ExitCode.ShouldBe(0, $"{program} {arguments[0]}: {await output}{await errors}");
        return await output;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            Assert.Fail($"{start.FileName} is needed to run the providers' own clients, and cannot be started ({exception.Message}): test.sh installs the packages nodejs and npm.");
            throw;
        }
    }
}

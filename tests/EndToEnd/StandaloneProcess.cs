using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using NanoBanana.LocalServers;
using NanoBanana.Testing.Processes;

namespace NanoBanana.EndToEnd;

/// <summary>The program that run.sh starts, as a process of its own on a state folder of its own.</summary>
public sealed partial class StandaloneProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private StandaloneProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>What a person sees in the terminal.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>The key printed on the first start.</summary>
    public string? Key => KeyPattern().Match(Output) is { Success: true } match ? match.Value : null;

    public static StandaloneProcess Start(string home, int port, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "NanoBanana.Standalone.dll")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        ShortLife.Expect(start.Environment);
        start.Environment["NANOBANANA_HOME"] = home;
        start.Environment["PORT"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var standalone = new StandaloneProcess(new Process { StartInfo = start });
        standalone._process.OutputDataReceived += (_, line) => standalone.Keep(line.Data);
        standalone._process.ErrorDataReceived += (_, line) => standalone.Keep(line.Data);
        standalone._process.Start();
        standalone._process.BeginOutputReadLine();
        standalone._process.BeginErrorReadLine();
        return standalone;
    }

    /// <summary>Waits until it says that it is ready; fails with its output when it ends instead.</summary>
    public async Task WaitUntilReadyAsync()
    {
        for (var waited = Stopwatch.StartNew(); !Output.Contains("Ctrl-C stops everything", StringComparison.Ordinal); await Task.Delay(50))
        {
            if (_process.HasExited || waited.Elapsed > Patience)
                Assert.Fail($"It did not become ready:\n{Output}");
        }
    }

    public async Task<int> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop, as a service manager does.</summary>
    public async Task<int> StopAsync()
    {
        ServerProcess.Signal(_process.Id, ServerProcess.Terminate);
        return await WaitForExitAsync();
    }

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await StopAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }

    [GeneratedRegex("nb_live_[0-9a-f]{32}")]
    private static partial Regex KeyPattern();
}

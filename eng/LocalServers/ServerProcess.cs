using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace NanoBanana.LocalServers;

/// <summary>One child process: started, watched, stopped by the signal it expects, and killed only when it does not listen.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    public const int Interrupt = 2;
    public const int Terminate = 15;
    private const int LogTailLines = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LeftoverPatience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Queue<string> _tail = new();
    private readonly StreamWriter? _log;
    private readonly int _stopSignal;

    private ServerProcess(Process process, int stopSignal, StreamWriter? log)
    {
        _process = process;
        _stopSignal = stopSignal;
        _log = log;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines it printed, for a message about why it ended.</summary>
    public string Tail
    {
        get
        {
            lock (_tail)
                return string.Join(" | ", _tail);
        }
    }

    /// <summary>Starts a program; its output goes to <paramref name="logFile"/>, <paramref name="input"/> to its standard input.</summary>
    public static async Task<ServerProcess> StartAsync(IReadOnlyList<string> command, int stopSignal, string? logFile, string? input = null)
    {
        var start = new ProcessStartInfo(command[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var argument in command.Skip(1))
            start.ArgumentList.Add(argument);
        var log = logFile is null ? null : new StreamWriter(logFile, append: true, Encoding.UTF8) { AutoFlush = true };
        var process = new Process { StartInfo = start };
        var server = new ServerProcess(process, stopSignal, log);
        process.OutputDataReceived += (_, line) => server.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => server.Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (input is not null)
            await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        return server;
    }

    /// <summary>Runs a program to its end; throws with its last lines when it fails.</summary>
    public static async Task RunToEndAsync(IReadOnlyList<string> command, string? input, CancellationToken cancellationToken)
    {
        await using var server = await StartAsync(command, Terminate, logFile: null, input);
        await server._process.WaitForExitAsync(cancellationToken);
        if (server._process.ExitCode != 0)
            throw new LocalServerException($"{command.First(static word => !word.StartsWith("set", StringComparison.Ordinal) && !word.StartsWith('-'))} failed: {server.Tail}");
    }

    /// <summary>Sends a signal to a process.</summary>
    public static void Signal(int processId, int signal) => _ = Kill(processId, signal);

    /// <summary>Stops the server that a killed run left behind. Two on one folder would write over each other's data.</summary>
    /// <param name="processFile">Whose first line is its id.</param>
    /// <param name="isOurs">Whether the process of that id is the server still, and not another that was given the id since.</param>
    /// <param name="stopSignal">What ends it in order.</param>
    public static async Task StopLeftoverAsync(string processFile, Func<int, bool> isOurs, int stopSignal, CancellationToken cancellationToken)
    {
        if (!File.Exists(processFile)
            || !int.TryParse((await File.ReadAllLinesAsync(processFile, cancellationToken)).FirstOrDefault(), CultureInfo.InvariantCulture, out var id)
            || !isOurs(id))
        {
            return;
        }

        Signal(id, stopSignal);
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < LeftoverPatience && isOurs(id);)
            await Task.Delay(20, cancellationToken);
    }

    /// <summary>Stops at once, without waiting: for a process that is itself ending.</summary>
    public void StopNow()
    {
        if (!_process.HasExited)
            Signal(_process.Id, _stopSignal);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal(_process.Id, _stopSignal);
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
        if (_log is not null)
            await _log.DisposeAsync();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_tail)
        {
            _tail.Enqueue(line);
            if (_tail.Count > LogTailLines)
                _tail.Dequeue();
            _log?.WriteLine(line);
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}

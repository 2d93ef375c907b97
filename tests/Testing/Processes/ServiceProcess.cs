using System.Diagnostics;
using System.Text;
using NanoBanana.LocalServers;
using Shouldly;

namespace NanoBanana.Testing.Processes;

/// <summary>
/// A service's own executable as a process of its own on a port that it keeps: started, killed, frozen and started again, as machines
/// and orchestrators do it.
/// </summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private const int SignalKill = 9;
    private const int SignalContinue = 18;
    private const int SignalStop = 19;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(25);

    private readonly ServiceProgram _program;
    private readonly Dictionary<string, string?> _changes = new(StringComparer.OrdinalIgnoreCase);
    private readonly StringBuilder _output = new();
    private Process? _process;

    /// <summary>Does not start it yet: its address is known before, so that services can be told of each other.</summary>
    /// <param name="address">Of <see cref="FreeAddress"/>, when others had to be told of it before its settings were known.</param>
    public ServiceProcess(ServiceProgram program, Uri? address = null)
    {
        _program = program;
        Address = address ?? FreeAddress();
    }

    /// <summary>The service, lower case.</summary>
    public string Name => _program.Service;

    /// <summary>Where it listens, also after it was started again.</summary>
    public Uri Address { get; }

    /// <summary>Of the process that runs now, or ran last.</summary>
    public int Id => Started.Id;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Everything it printed, over all its starts.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    private Process Started => _process ?? throw new InvalidOperationException($"{Name} was never started.");

    /// <summary>Where a process may listen that is made later.</summary>
    public static Uri FreeAddress() => new($"http://127.0.0.1:{Ports.Free()}");

    /// <summary>Sets something otherwise from its next start on, as an operator does for a rolling restart.</summary>
    public void Change(string key, string value) => _changes[key] = value;

    /// <summary>Starts it; it may take a second until it answers: <see cref="WaitUntilAliveAsync"/>.</summary>
    public void Start()
    {
        IsRunning.ShouldBeFalse($"{Name} runs already.");
        string[] command = [.. _program.Wrapper, "dotnet", _program.Path, "--urls", Address.AbsoluteUri];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (!_program.IsMeasured)
            ShortLife.Expect(start.Environment);
        foreach (var (key, value) in _program.Settings.Concat(_changes))
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        _process?.Dispose();
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits until it answers at all, whatever the state of what it depends on.</summary>
    public async Task WaitUntilAliveAsync()
    {
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(2) };
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(Pace))
        {
            if (!IsRunning || waited.Elapsed > Patience)
                throw new InvalidOperationException($"{Name} did not start:\n{Output}");
            try
            {
                using var response = await client.GetAsync(new Uri("/alive", UriKind.Relative));
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                // Not yet.
            }
        }
    }

    /// <summary>Waits until it says that requests may come, as an orchestrator does before it goes on.</summary>
    public async Task WaitUntilReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        var path = Name == "gateway" ? "/api/health/ready" : "/health";
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(Pace))
        {
            try
            {
                using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (TaskCanceledException)
            {
                // On a busy machine the first answer takes its time.
            }

            if (!IsRunning || waited.Elapsed > Patience)
                throw new InvalidOperationException($"{Name} does not get ready:\n{Output}");
        }
    }

    public async Task StartAndWaitAsync()
    {
        Start();
        await WaitUntilAliveAsync();
    }

    /// <summary><c>kill -9</c>: it gets no chance to end anything. Returns when it is gone.</summary>
    public async Task KillAsync()
    {
        ServerProcess.Signal(Id, SignalKill);
        await WaitForExitAsync();
    }

    /// <summary>Freezes it (<c>SIGSTOP</c>): its connections stay open and nobody answers on them.</summary>
    public void Pause() => ServerProcess.Signal(Id, SignalStop);

    /// <summary>Lets it go on from where it was frozen.</summary>
    public void Resume() => ServerProcess.Signal(Id, SignalContinue);

    /// <summary>Asks it to stop, as an orchestrator does; the result is its exit code.</summary>
    public async Task<int> StopAsync()
    {
        ServerProcess.Signal(Id, ServerProcess.Terminate);
        await WaitForExitAsync();
        return Started.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            // Nothing it could still do matters by now, and a frozen one would not hear a request to stop.
            await KillAsync();
        }

        _process?.Dispose();
    }

    private async Task WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await Started.WaitForExitAsync(patience.Token);
    }

    private void Keep(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }
}

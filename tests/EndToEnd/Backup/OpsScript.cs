using System.Diagnostics;

namespace NanoBanana.EndToEnd.Backup;

/// <summary>A run of one of the scripts in <c>ops</c>, as an operator starts it.</summary>
internal sealed class OpsScript : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private OpsScript(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it; with <paramref name="maxFileKb"/>, no file of its own may become longer, as on a disk that is full.</summary>
    public static OpsScript Start(string name, IEnumerable<KeyValuePair<string, string>> environment, IEnumerable<string> arguments, int? maxFileKb = null)
    {
        var limit = maxFileKb is { } kb ? $"trap '' XFSZ; ulimit -f {kb}; " : "";
        var start = new ProcessStartInfo("bash", ["-c", limit + "exec \"$@\"", "bash", Repository.PathOf("ops", name), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        return new OpsScript(Process.Start(start)!);
    }

    public static async Task<ScriptEnd> RunAsync(string name, IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments)
    {
        using var script = Start(name, environment, arguments);
        return await script.EndAsync();
    }

    public void Kill() => _process.Kill();

    public async Task<ScriptEnd> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        var end = new ScriptEnd(_process.ExitCode, (await _output.WaitAsync(patience.Token)).Trim(), (await _errors.WaitAsync(patience.Token)).Trim());

        // Whatever it was that a script had to say.
        (end.Output + end.Errors).ShouldNotContain(DatabaseSet.Password);
        return end;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}

internal sealed record ScriptEnd(int Code, string Output, string Errors)
{
    public ScriptEnd ShouldBe(int code, string? error = null)
    {
        Code.ShouldBe(code, Output + Errors);
        if (error is not null)
            Errors.ShouldContain(error);
        return this;
    }
}

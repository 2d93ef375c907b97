using System.Diagnostics;

namespace NanoBanana.EndToEnd.OpenAi;

/// <summary>OpenAI's own client for JavaScript, where there is Node and its package can be had.</summary>
internal static class NodeClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>What a script beside this file prints, told an address and a key. Skips the test where it cannot run.</summary>
    public static async Task<string> RunAsync(string script, Uri gateway, string key)
    {
        var folder = Directory.CreateTempSubdirectory("nanobanana-node-").FullName;
        try
        {
            foreach (var file in new[] { "package.json", script })
                File.Copy(Repository.PathOf("tests", "EndToEnd", "OpenAi", file), Path.Combine(folder, file));
            var (installed, _) = await RunAsync(folder, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock");
            Assert.SkipUnless(installed, "Node, or its package 'openai', is not at hand.");
            var (succeeded, output) = await RunAsync(folder, "node", script, new Uri(gateway, "/openai/v1").ToString(), key);
            succeeded.ShouldBeTrue(output);
            return output;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Whether it ended well, and what it printed.</summary>
    private static async Task<(bool Succeeded, string Output)> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Start(start);
        if (process is null)
            return (false, "");
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
            return (false, $"{program} did not end in time.");
        }

        return (process.ExitCode == 0, process.ExitCode == 0 ? await output : await output + await errors);
    }

    private static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}

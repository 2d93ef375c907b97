using System.Diagnostics;
using System.Text.Json.Nodes;

namespace NanoBanana.EndToEnd.OpenAi;

/// <summary>OpenAI's own client for JavaScript, where there is Node and its package can be had.</summary>
public sealed class OpenAiNodeTests(SystemFixture fixture) : IClassFixture<SystemFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task NodeClient_WithOurKey_UnderstandsEveryAnswer()
    {
        var folder = Directory.CreateTempSubdirectory("nanobanana-node-").FullName;
        try
        {
            foreach (var file in new[] { "package.json", "client.mjs" })
                File.Copy(Repository.PathOf("tests", "EndToEnd", "OpenAi", file), Path.Combine(folder, file));
            var (installed, _) = await RunAsync(folder, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock");
            Assert.SkipUnless(installed, "Node, or its package 'openai', is not at hand.");
            var (_, key) = await (await fixture.System.SignUpAsync()).CreateKeyAsync();

            var (succeeded, output) = await RunAsync(folder, "node", "client.mjs", new Uri(fixture.System.Url, "/openai/v1").ToString(), key);

            succeeded.ShouldBeTrue(output);
            JsonNode.DeepEquals(JsonNode.Parse(output), JsonNode.Parse("""
                {"made":["WEBP","WEBP"],"size":"256x256","edited":"PNG","events":[["image_generation.completed","PNG"]],"models":["sandbox-1"],
                 "errors":[["BadRequestError",400,"invalid_value","model"],["NotFoundError",404,"model_not_found","model"],["AuthenticationError",401,"invalid_api_key",null]]}
                """)).ShouldBeTrue(output);
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

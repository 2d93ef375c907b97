using System.Globalization;

namespace NanoBanana.EndToEnd.Node;

/// <summary>The packages of <c>package-lock.json</c>, installed once for a test process and removed when it ends.</summary>
internal static class NodePackages
{
    // Of Debian 12.
    private const int OldestNode = 18;
    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    /// <summary>Runs one of the scripts beside this file with them.</summary>
    public static async Task<string> RunAsync(string script, params string[] arguments) => await NodeProgram.RunAsync(await Installed.Value, "node", [script, .. arguments]);

    private static async Task<string> InstallAsync()
    {
        var version = await NodeProgram.RunAsync(Path.GetTempPath(), "node", "--version");
        var major = int.Parse(version.AsSpan().Trim().TrimStart('v').ToString().Split('.')[0], CultureInfo.InvariantCulture);
        major.ShouldBeGreaterThanOrEqualTo(OldestNode, $"The providers' own clients need Node {OldestNode} or newer; this is {version.Trim()}.");

        var folder = Directory.CreateTempSubdirectory("nanobanana-node-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("tests", "EndToEnd", "Node")).Where(static file => Path.GetExtension(file) is ".json" or ".mjs"))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));

        // What the lock names and nothing else, whose checksums it has; from the cache where it has been fetched before.
        await NodeProgram.RunAsync(folder, "npm", "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund");
        return folder;
    }
}

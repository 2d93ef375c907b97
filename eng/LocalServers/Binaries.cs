namespace NanoBanana.LocalServers;

/// <summary>Finds server binaries on PATH and in the places where distributions keep them.</summary>
public static class Binaries
{
    private static readonly string[] PostgresRoots = ["/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt"];

    /// <summary>The folder that holds <c>postgres</c> and <c>initdb</c>, newest version first; null when there is none.</summary>
    public static string? PostgresFolder()
    {
        if (OnPath("postgres") is { } found && File.Exists(Path.Combine(Path.GetDirectoryName(found)!, "initdb")))
            return Path.GetDirectoryName(found);
        return PostgresRoots
            .Where(Directory.Exists)
            .SelectMany(static root => Directory.EnumerateDirectories(root))
            .Select(static version => Path.Combine(version, "bin"))
            .Where(static bin => File.Exists(Path.Combine(bin, "postgres")) && File.Exists(Path.Combine(bin, "initdb")))
            .OrderByDescending(static bin => Version(bin))
            .FirstOrDefault();
    }

    /// <summary>The <c>redis-server</c> (or <c>valkey-server</c>) binary; null when there is none.</summary>
    public static string? Redis() => OnPath("redis-server") ?? OnPath("valkey-server");

    private static string? OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Concat(["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"])
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    private static int Version(string bin)
    {
        var digits = new string([.. Path.GetFileName(Path.GetDirectoryName(bin)!).Where(char.IsAsciiDigit)]);
        return int.TryParse(digits, out var version) ? version : 0;
    }
}

namespace NanoBanana.LocalServers;

/// <summary>
/// Which account the servers run as. Postgres refuses to run as root, so root starts them under an unprivileged account; anybody
/// else starts them as themselves.
/// </summary>
public sealed record ServerAccount(string? Name)
{
    private static readonly string[] Candidates = ["postgres", "redis", "nobody"];

    /// <summary>The account for this process.</summary>
    public static ServerAccount Current { get; } = new(Environment.IsPrivilegedProcess ? FirstKnown() : null);

    /// <summary>The command line that runs a program under this account, in a session of its own so that Ctrl-C reaches only us.</summary>
    public IReadOnlyList<string> Wrap(params IEnumerable<string> command) => Name is null
        ? ["setsid", .. command]
        : ["setsid", "setpriv", $"--reuid={Name}", $"--regid={Name}", "--init-groups", "--", .. command];

    /// <summary>Creates a folder that only this account can read.</summary>
    public async Task CreateFolderAsync(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (Name is not null)
            await ServerProcess.RunToEndAsync(["chown", "-R", $"{Name}:", path], input: null, cancellationToken);
    }

    /// <summary>The first parent of <paramref name="path"/> that the account may not pass, or null when it may pass all.</summary>
    public string? FirstClosedParent(string path)
    {
        if (Name is null)
            return null;
        for (var folder = Directory.GetParent(Path.GetFullPath(path)); folder is not null; folder = folder.Parent)
        {
            if (folder.Exists && !File.GetUnixFileMode(folder.FullName).HasFlag(UnixFileMode.OtherExecute))
                return folder.FullName;
        }

        return null;
    }

    private static string FirstKnown()
    {
        var known = File.ReadLines("/etc/passwd").Select(static line => line.Split(':', 2)[0]).ToHashSet(StringComparer.Ordinal);
        return Candidates.FirstOrDefault(known.Contains)
            ?? throw new LocalServerException("No unprivileged account to run Postgres under: start as an ordinary user, or create an account named postgres.");
    }
}

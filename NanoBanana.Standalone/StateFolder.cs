using System.Security.Cryptography;
using System.Text.Json;
using NanoBanana.LocalServers;

namespace NanoBanana.Standalone;

/// <summary>
/// Everything that outlives a run: the database, images, secrets and logs. One process at a time. The folder itself may be passed by
/// the servers' account; what is secret in it is readable by its owner alone.
/// </summary>
internal sealed class StateFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Owner = OwnerOnly | UnixFileMode.UserExecute;
    private readonly FileStream _lock;

    private StateFolder(string path, FileStream @lock, Secrets secrets, bool isNew)
    {
        Path = path;
        _lock = @lock;
        Secrets = secrets;
        IsNew = isNew;
    }

    public string Path { get; }

    public Secrets Secrets { get; }

    /// <summary>Whether this is the first start on it.</summary>
    public bool IsNew { get; }

    public string Postgres => System.IO.Path.Combine(Path, "postgres");
    public string Redis => System.IO.Path.Combine(Path, "redis");
    public string Images => System.IO.Path.Combine(Path, "images");

    public string Log(string name) => System.IO.Path.Combine(Path, "logs", name + ".log");

    /// <summary>
    /// Where state lies: <c>NANOBANANA_HOME</c>, else <c>~/.nanobanana</c>; for root, whose home the servers' account may not pass,
    /// <c>/var/lib/nanobanana</c>.
    /// </summary>
    public static string DefaultPath(string? configured)
    {
        if (!string.IsNullOrWhiteSpace(configured))
            return System.IO.Path.GetFullPath(configured);
        var home = System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nanobanana");
        return ServerAccount.Current.FirstClosedParent(System.IO.Path.Combine(home, "postgres")) is null ? home : "/var/lib/nanobanana";
    }

    public static StateFolder Open(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            File.SetUnixFileMode(path, Owner | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            foreach (var folder in new[] { "logs", "images" })
                Directory.CreateDirectory(System.IO.Path.Combine(path, folder), Owner);
            var @lock = Lock(path);
            var (secrets, isNew) = ReadOrMakeSecrets(path);
            return new StateFolder(path, @lock, secrets, isNew);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or (IOException and not LockedException))
        {
            throw new LocalServerException($"{path} cannot be used for state ({exception.Message.TrimEnd('.')}): set NANOBANANA_HOME to a folder that can be written.");
        }
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string path)
    {
        var file = System.IO.Path.Combine(path, "lock");
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (File.Exists(file))
        {
            throw new LockedException($"Another NanoBanana runs on {path}: stop it, or set NANOBANANA_HOME to another folder.", exception);
        }
    }

    private static (Secrets Secrets, bool IsNew) ReadOrMakeSecrets(string path)
    {
        var file = System.IO.Path.Combine(path, "secrets.json");
        if (File.Exists(file))
        {
            try
            {
                var read = JsonSerializer.Deserialize<Secrets>(File.ReadAllText(file));
                if (read?.Completed() is { IsWhole: true } kept)
                {
                    if (kept != read)
                        Replace(file, kept);
                    return (kept, false);
                }
            }
            catch (JsonException)
            {
                // Told below, like a file that lacks a secret.
            }

            throw new LocalServerException($"{file} is damaged: restore it from a backup, or move {path} away to start anew.");
        }

        if (Directory.Exists(System.IO.Path.Combine(path, "postgres")))
            throw new LocalServerException($"{file} is missing beside an existing database: restore it from a backup, or move {path} away to start anew.");
        var made = Secrets.Make();
        Write(file, made);
        return (made, true);
    }

    /// <summary>In one step: a crash leaves the file of before or the new one.</summary>
    private static void Replace(string file, Secrets secrets)
    {
        var next = file + ".new";
        File.Delete(next);
        Write(next, secrets);
        File.Move(next, file, overwrite: true);
    }

    private static void Write(string file, Secrets secrets)
    {
        using var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        JsonSerializer.Serialize(stream, secrets);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>The folder is in use by another process.</summary>
    internal sealed class LockedException(string message, Exception inner) : IOException(message, inner);
}

/// <summary>What is generated on the first start and kept in <c>secrets.json</c> (mode 600).</summary>
internal sealed record Secrets(
    string SecretKey, string InternalTokenKey, string ImageSigningKey, string PostgresPassword, string RedisPassword, string DemoPassword,
    string WebhookEncryptionKey)
{
    private const int Bytes = 32;

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsWhole => new[] { SecretKey, InternalTokenKey, ImageSigningKey, PostgresPassword, RedisPassword, DemoPassword, WebhookEncryptionKey }
        .All(static value => value is { Length: >= Bytes });

    public static Secrets Make() => new(Random(), Random(), Random(), Random(), Random(), Random(), Random());

    /// <summary>A file of before webhooks lacks what encrypts their secrets, of which there are none yet.</summary>
    public Secrets Completed() => WebhookEncryptionKey is null ? this with { WebhookEncryptionKey = Random() } : this;

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
}

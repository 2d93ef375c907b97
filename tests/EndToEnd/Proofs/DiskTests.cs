using System.Globalization;
using System.Net;
using NanoBanana.LocalServers;
using NanoBanana.Testing.Emulators;
using NanoBanana.Testing.Processes;
using Npgsql;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// A disk that takes no more: the job under way fails uncharged, readiness says so at once, no further image is paid for at the
/// provider to be thrown away, and when the disk is well again the same processes go on.
/// </summary>
public sealed class DiskTests(DiskSystem fixture) : IClassFixture<DiskSystem>
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.UserExecute;
    private const UnixFileMode Writable = ReadOnly | UnixFileMode.UserWrite;

    private readonly ReplicatedSystem _system = fixture.System;
    private readonly GeminiEmulator _gemini = fixture.Gemini;
    private readonly string _folder = fixture.Folder;

    private ServiceProcess Generation => _system.Services.Generations[0];

    [Fact]
    public Task FolderBecomesReadOnly_Generate_FailsUnchargedAndWorksAgainWithoutARestart()
    {
        var images = Path.Combine(_folder, "images");
        return ProveAsync(() => SetModeAsync(images, ReadOnly), () => SetModeAsync(images, Writable));
    }

    [Fact]
    public Task DiskFullInTheMiddleOfAWrite_Generate_FailsUnchargedAndWorksAgainWithoutARestart() =>
        ProveAsync(() => LimitFilesAsync("8192"), () => LimitFilesAsync("unlimited"));

    private async Task ProveAsync(Func<Task> refuse, Func<Task> take)
    {
        var account = await _system.SignUpAsync();
        using var client = await account.KeyClientAsync();
        await client.GenerateOkAsync(new { prompt = "before" });
        await ShouldBeWellAsync();
        var (before, calls) = (await account.AvailableAsync(), _gemini.Switchboard.Count);

        await refuse();
        try
        {
            await ShouldBeShutAsync(account, client, before, calls);
        }
        finally
        {
            await take();
        }

        var process = Generation.Id;
        await Calls.EventuallyAsync(async () =>
        {
            using var again = await client.GenerateAsync(new { prompt = "order" }, "order-2");
            return again.StatusCode == HttpStatusCode.Created;
        }, "images are kept again");
        await ShouldBeWellAsync();

        // This job was stored with its end, so that its key answers with it; the others never became jobs.
        await ShouldBeRefusedAsync(client, "order-1");
        Generation.Id.ShouldBe(process);
        (await account.AvailableAsync()).ShouldBe(before - 20);
        (await _system.SettledBooksAsync()).ShouldBalance();
        await ShouldHoldWholeImagesOnlyAsync();
    }

    private async Task ShouldBeShutAsync(TestAccount account, HttpClient client, long before, int calls)
    {
        await ShouldBeRefusedAsync(client, "order-1");
        await ShouldBeSickAsync();

        // The first one was paid for at the provider before the disk was known to refuse; no further one is.
        for (var i = 2; i <= 6; i++)
            await ShouldBeRefusedAsync(client, $"order-{i}");
        _gemini.Switchboard.Count.ShouldBe(calls + 1);
        var books = await _system.SettledBooksAsync();
        books.ShouldBalance();
        books.Jobs.Single(job => job.State == "failed" && job.AccountId == account.Id).ErrorCode.ShouldBe("storage.unavailable");
        (await account.AvailableAsync()).ShouldBe(before);
        await ShouldHoldWholeImagesOnlyAsync();
    }

    private static async Task ShouldBeRefusedAsync(HttpClient client, string key)
    {
        using var response = await client.GenerateAsync(new { prompt = "order" }, key);
        var body = await response.ShouldBeAsync(HttpStatusCode.ServiceUnavailable);
        response.ErrorCode().ShouldBe("storage.unavailable");
        response.Headers.RetryAfter.ShouldNotBeNull();
        body!.ToJsonString().ShouldNotContain("nanobanana-disk");
    }

    private async Task ShouldBeSickAsync()
    {
        using var inside = _system.BareClient("generation");
        using var health = await inside.GetAsync(new Uri("/health", UriKind.Relative));
        var report = (await health.ShouldBeAsync(HttpStatusCode.ServiceUnavailable))!;
        ((string)report["checks"]!["image_store"]!["status"]!).ShouldBe("unhealthy");
        report.ToJsonString().ShouldNotContain("nanobanana-disk");

        // On the public port as well; a second is how long the gateway believes a service's last answer.
        using var outside = _system.CreateClient();
        await Calls.EventuallyAsync(async () =>
        {
            var ready = await outside.GetJsonAsync("/ready");
            return (string?)ready["status"] == "degraded" && (string?)ready["checks"]!["generation"]!["error"] == "Not well: image_store.";
        }, "the gateway shows the image store", seconds: 2);
    }

    private async Task ShouldBeWellAsync()
    {
        using var outside = _system.CreateClient();
        await Calls.EventuallyAsync(async () => (string?)(await outside.GetJsonAsync("/ready"))["status"] == "healthy", "the gateway is ready", seconds: 2);
        using var inside = _system.BareClient("generation");
        await inside.GetJsonAsync("/health");
    }

    /// <summary>Every file is an image that the database knows, in full length, and nothing else is there but thumbnails, which are made when there is time.</summary>
    private async Task ShouldHoldWholeImagesOnlyAsync()
    {
        await using var database = NpgsqlDataSource.Create(_system.GenerationDatabase);
        await using var command = database.CreateCommand("SELECT storage_key, byte_count FROM generation.images");
        await using var rows = await command.ExecuteReaderAsync();
        var known = new List<string>();
        while (await rows.ReadAsync())
            known.Add(string.Create(CultureInfo.InvariantCulture, $"{rows.GetString(0)} {rows.GetValue(1)}"));
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };
        new DirectoryInfo(_folder).EnumerateFiles("*", options).Where(static file => file.Directory!.Name != "thumbnails")
            .Select(file => string.Create(CultureInfo.InvariantCulture, $"{Path.GetRelativePath(_folder, file.FullName)} {file.Length}"))
            .ShouldBe(known, ignoreOrder: true);
    }

    private static Task SetModeAsync(string folder, UnixFileMode mode)
    {
        File.SetUnixFileMode(folder, mode);
        return Task.CompletedTask;
    }

    /// <summary>A write beyond this many bytes breaks off, as on a full disk. Only the soft limit, which may be raised again.</summary>
    private Task LimitFilesAsync(string bytes) => ServerProcess.RunToEndAsync(
        ServerAccount.Current.Wrap("prlimit", $"--pid={Generation.Id.ToString(CultureInfo.InvariantCulture)}", $"--fsize={bytes}:"), input: null, CancellationToken.None);
}

/// <summary>One of each process; the one that keeps images runs under an account that a folder's mode can refuse, which root's cannot.</summary>
public sealed class DiskSystem : IAsyncLifetime
{
    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"nanobanana-disk-{Guid.NewGuid():n}");

    public GeminiEmulator Gemini { get; private set; } = null!;

    public ReplicatedSystem System { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await ServerAccount.Current.CreateFolderAsync(Folder, CancellationToken.None);
        Gemini = await GeminiEmulator.StartAsync();
        System = await ReplicatedSystem.StartAsync(new ClusterPlan(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Storage:LocalPath"] = Folder,
            ["GOOGLE_API_KEY"] = GeminiEmulator.DefaultKey,
            ["PROVIDER_GOOGLE_BASE_URL"] = Gemini.Address.ToString(),
        })
        {
            Adapt = static (program, _) => program.Service == "generation" ? program with { Wrapper = ServerAccount.Current.Wrap() } : program,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        await Gemini.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

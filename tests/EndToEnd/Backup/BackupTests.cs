using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts.Billing;
using NanoBanana.EndToEnd.Proofs;

namespace NanoBanana.EndToEnd.Backup;

/// <summary>A system is backed up while it works, and what is restored goes on from one moment of it.</summary>
public sealed partial class BackupTests : IDisposable
{
    /// <summary>Long enough for whoever does not wait to have jobs stored, ended and settled.</summary>
    private static readonly TimeSpan Stretched = TimeSpan.FromSeconds(1.5);

    private readonly string _folder = Directory.CreateTempSubdirectory("nanobanana-backup-").FullName;

    private string Destination => Path.Combine(_folder, "backups");

    private string RestoredImages => Path.Combine(_folder, "restored");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task WorkingSystem_BackedUpAndRestored_GoesOnAndItsBooksBalance()
    {
        await using var targets = await DatabaseSet.MissingAsync();
        await using var system = await NanoBananaSystem.StartAsync(Settings());
        var sources = DatabaseSet.Of(system);
        var quiet = await system.SignUpAsync();
        var (_, key) = await quiet.CreateKeyAsync();
        using var before = system.ClientWith(key);
        var made = await before.GenerateOkAsync(new { prompt = "kept", size = "256x256" }, "kept-1");
        var bytes = await before.GetByteArrayAsync(new Uri((string)made["url"]!));
        var available = await quiet.AvailableAsync();
        var revoked = await RevokedKeyAsync(quiet);

        var busy = await system.SignUpAsync();
        using var client = await busy.KeyClientAsync(Tiers.PayAsYouGo);
        var workload = new Workload(busy.Id, [client]);
        using var enough = new CancellationTokenSource();
        var working = workload.RunAsync(6, enough.Token);
        var joining = JoinAsync(system, enough.Token);
        await Calls.EventuallyAsync(() => Task.FromResult(workload.Made >= 6), "images are made", seconds: 60);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => OrderBatchAsync(client)));
        var late = Task.CompletedTask;
        var end = await BackUpAsync(sources, system.ImageFolder, () => late = workload.PlaceAsync(4));
        await enough.CancelAsync();
        await Task.WhenAll(working, joining, late);
        workload.Orders.ShouldAllBe(static order => order.IsMade);
        workload.Refused.ShouldBe(0, "nobody is refused for a backup's sake");

        await RestoreAsync(targets, end.Output);
        var found = await ReadBooksAsync(targets);
        found.Jobs.ShouldContain(static job => job.State == "running");
        found.Jobs.ShouldContain(static job => job.State == "queued");
        found.OrphanedHolds.ShouldBeGreaterThan(0, "some were between their hold and their job");
        ((long)(await targets.AskAsync("keys", "SELECT count(*) FROM keys.api_keys"))!).ShouldBeGreaterThan(3);

        await using var restored = await NanoBananaSystem.StartAsync(Settings([.. targets.Settings, new("Storage:LocalPath", RestoredImages)]));
        var books = found;
        for (var waited = Stopwatch.StartNew(); !books.IsSettled && waited.Elapsed < TimeSpan.FromSeconds(60); books = await ReadBooksAsync(targets))
            await Task.Delay(100);
        books.ShouldBalance();
        books.Succeeded.Count().ShouldBeGreaterThan(found.Succeeded.Count());
        await EveryKeyShouldHaveItsAccountAsync(targets);

        using var after = restored.ClientWith(key);
        var again = await after.GenerateOkAsync(new { prompt = "kept", size = "256x256" }, "kept-1");
        ((string)again["id"]!).ShouldBe((string)made["id"]!);
        (await after.GetByteArrayAsync(new Uri(new Uri((string)made["url"]!).PathAndQuery, UriKind.Relative))).ShouldBe(bytes);
        (await (quiet with { System = restored }).AvailableAsync()).ShouldBe(available);
        using var stranger = restored.ClientWith(revoked);
        using var refused = await stranger.GetAsync(new Uri("/v1/generations", UriKind.Relative));
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    /// <summary>
    /// Backs up while somebody holds the accounts, so that Generation has been looked at and Billing not yet: what takes milliseconds takes a second
    /// and a half, in which whoever may would store jobs, end them and settle.
    /// </summary>
    private async Task<ScriptEnd> BackUpAsync(DatabaseSet sources, string images, Action meanwhile)
    {
        OpsScript script;
        await using (await Roadblock.OnAsync(sources["identity"], "identity.users"))
        {
            script = OpsScript.Start("backup.sh", sources.Environment, ["--images", images, Destination]);
            await Calls.EventuallyAsync(() => IsWaitingAsync(sources), "the backup waits for the accounts", seconds: 30);
            meanwhile();
            await Task.Delay(Stretched);
        }

        using (script)
            return (await script.EndAsync()).ShouldBe(0);
    }

    private static async Task<bool> IsWaitingAsync(DatabaseSet sources) => await sources.AskAsync(
        "identity", "SELECT 1 FROM pg_locks WHERE relation = 'identity.users'::regclass AND mode = 'ShareRowExclusiveLock' AND NOT granted") is not null;

    private async Task RestoreAsync(DatabaseSet targets, string backup) =>
        (await OpsScript.RunAsync("restore.sh", targets.Environment, "--images", RestoredImages, backup)).ShouldBe(0);

    private static Task<Books> ReadBooksAsync(DatabaseSet databases) =>
        Books.ReadAsync(DatabaseSet.Unpooled(databases["billing"]), DatabaseSet.Unpooled(databases["generation"]), DatabaseSet.Unpooled(databases["identity"]));

    private static async Task EveryKeyShouldHaveItsAccountAsync(DatabaseSet databases)
    {
        var owners = (Guid[])(await databases.AskAsync("keys", "SELECT array_agg(DISTINCT account_id) FROM keys.api_keys"))!;
        var accounts = (Guid[])(await databases.AskAsync("identity", "SELECT array_agg(id) FROM identity.users"))!;
        owners.Except(accounts).ShouldBeEmpty();
    }

    private static async Task<string> RevokedKeyAsync(TestAccount account)
    {
        var (id, text) = await account.CreateKeyAsync();
        using var client = account.Client;
        (await client.DeleteAsync(new Uri($"/v1/keys/{id}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        return text;
    }

    /// <summary>People sign up and make keys.</summary>
    private static async Task JoinAsync(NanoBananaSystem system, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
            await (await system.SignUpAsync()).CreateKeyAsync();
    }

    private static async Task OrderBatchAsync(HttpClient client)
    {
        using var response = await client.PostAsJsonAsync("/v1/batches", new { items = Enumerable.Range(0, 10).Select(static number => new { prompt = $"item {number}", size = "256x256" }) });
        await response.ShouldBeAsync(HttpStatusCode.Accepted);
    }

    private static Dictionary<string, string?> Settings(params KeyValuePair<string, string?>[] more) => new(more, StringComparer.Ordinal)
    {
        ["Providers:Sandbox:DelayMs"] = "300",
        ["Generation:LeaseSeconds"] = "5",
        ["Generation:HoldGraceSeconds"] = "5",
    };
}

using NanoBanana.LocalServers;
using Npgsql;

namespace NanoBanana.EndToEnd.Backup;

/// <summary>What is not whole is not restored, and what is there already is not overwritten unasked.</summary>
public sealed partial class BackupTests
{
    private static readonly (string Damage, string Error)[] Damages =
    [
        ("flipped", "billing.dump is not what was written"),
        ("shortened", "generation.dump is not as long as it was"),
        ("missing", "keys.dump is missing"),
        ("unlisted", "The backup has not the dumps of a system"),
        ("unsigned", "it has no MANIFEST"),
        ("cut", "is not one of this script's, or not whole"),
    ];

    [Fact]
    public async Task DamagedBackup_Restored_IsRefusedBeforeAnythingIsTouched()
    {
        await using var sources = await DatabaseSet.MigratedAsync();
        await using var targets = await DatabaseSet.MissingAsync();
        var whole = await BackUpAsync(sources);
        foreach (var (damage, error) in Damages)
        {
            var backup = Directory.CreateDirectory(Path.Combine(_folder, damage)).FullName;
            foreach (var file in Directory.GetFiles(whole))
                File.Copy(file, Path.Combine(backup, Path.GetFileName(file)));
            BackupDamage.Do(backup, damage);
            (await OpsScript.RunAsync("restore.sh", targets.Environment, "--images", RestoredImages, backup)).ShouldBe(65, error);
        }

        (await targets.ExistingAsync()).ShouldBeEmpty();
        Directory.Exists(RestoredImages).ShouldBeFalse();
        (await OpsScript.RunAsync("restore.sh", [], "--check", Path.Combine(_folder, "flipped"))).ShouldBe(65);
        (await OpsScript.RunAsync("restore.sh", [], "--check", whole)).ShouldBe(0);
    }

    [Fact]
    public async Task TargetsInUse_Restored_AreRefusedUntilTheyAreToBeReplaced()
    {
        await using var sources = await DatabaseSet.MigratedAsync();
        await using var targets = await DatabaseSet.MigratedAsync();
        var backup = await BackUpAsync(sources);
        await targets.AskAsync("billing", "CREATE TABLE billing.of_a_later_version (id int)");
        (await OpsScript.RunAsync("restore.sh", targets.Environment, "--images", RestoredImages, backup)).ShouldBe(73, "is not empty: --replace");
        Directory.Exists(RestoredImages).ShouldBeFalse();
        (await OpsScript.RunAsync("restore.sh", (await DatabaseSet.MissingAsync()).Environment, "--images", Images(), backup)).ShouldBe(73, "is not empty: --replace");

        await using (var service = new NpgsqlConnection(DatabaseSet.Unpooled(targets["keys"])))
        {
            await service.OpenAsync();
            (await OpsScript.RunAsync("restore.sh", targets.Environment, "--replace", "--images", RestoredImages, backup)).ShouldBe(73, "stop the services first");
        }

        (await targets.AskAsync("billing", "SELECT to_regclass('billing.of_a_later_version')::text")).ShouldBe("billing.of_a_later_version");
        await Calls.EventuallyAsync(async () => (await OpsScript.RunAsync("restore.sh", targets.Environment, "--replace", "--images", RestoredImages, backup)).Code == 0, "the connection is gone");
        (await targets.AskAsync("billing", "SELECT to_regclass('billing.of_a_later_version')::text")).ShouldBe(DBNull.Value);
        (await targets.AskAsync("billing", "SELECT count(*) FROM billing.prices")).ShouldBe(await sources.AskAsync("billing", "SELECT count(*) FROM billing.prices"));
        File.ReadAllText(Path.Combine(RestoredImages, "images", "one.png")).ShouldBe("an image");
    }

    [Fact]
    public async Task DumpThatBreaksOff_Restored_LeavesItsDatabaseAsItWas()
    {
        await using var sources = await DatabaseSet.MigratedAsync();
        await using var targets = await DatabaseSet.MigratedAsync();
        var backup = await BackUpAsync(sources);
        BackupDamage.Do(backup, "shortened");
        BackupDamage.Sign(backup, "generation.dump");
        await targets.AskAsync("generation", "CREATE TABLE generation.before (id int)");
        var end = (await OpsScript.RunAsync("restore.sh", targets.Environment, "--replace", "--images", RestoredImages, backup)).ShouldBe(69, "The database generation is as it was");
        end.Output.ShouldEndWith("Restored keys.");
        (await targets.AskAsync("generation", "SELECT to_regclass('generation.before')::text")).ShouldBe("generation.before");
        (await targets.AskAsync("generation", "SELECT count(*) FROM generation.jobs")).ShouldBe(0L);
    }

    [Fact]
    public async Task BackupThatIsKilled_LeavesNothingThatIsRestoredAndTheNextOneSucceeds()
    {
        await using var sources = await DatabaseSet.MigratedAsync();
        await using var targets = await DatabaseSet.MissingAsync();
        var arguments = new[] { "--images", Images(), Destination };
        await using (var blocking = new NpgsqlConnection(DatabaseSet.Unpooled(sources["billing"])))
        {
            await blocking.OpenAsync();
            await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE billing.holds IN ACCESS EXCLUSIVE MODE", blocking);
            await command.ExecuteNonQueryAsync();
            using var script = OpsScript.Start("backup.sh", sources.Environment, arguments);
            await Calls.EventuallyAsync(
                async () => await sources.AskAsync("billing", "SELECT 1 FROM pg_locks WHERE relation = 'billing.holds'::regclass AND NOT granted") is not null, "the last dump waits", seconds: 30);
            ArgumentsOf("pg_dump").ShouldNotContain(DatabaseSet.Password);
            script.Kill();
        }

        var half = Directory.GetDirectories(Destination).ShouldHaveSingleItem();
        Path.GetFileName(half).ShouldStartWith(".partial-");
        File.Exists(Path.Combine(half, "generation.dump")).ShouldBeTrue();
        (await OpsScript.RunAsync("restore.sh", targets.Environment, "--images", RestoredImages, half)).ShouldBe(65, "was never finished");
        (await targets.ExistingAsync()).ShouldBeEmpty();

        // What the killed one had started ends by itself; until then it has the folder.
        ScriptEnd? end = null;
        await Calls.EventuallyAsync(async () => (end = await OpsScript.RunAsync("backup.sh", sources.Environment, arguments)).Code == 0, "a backup succeeds", seconds: 30);
        Directory.GetDirectories(Destination).ShouldBe([end!.Output]);
        (await OpsScript.RunAsync("restore.sh", [], "--check", end.Output)).ShouldBe(0);
    }

    [Fact]
    public async Task DiskThatIsFull_LeavesNothing()
    {
        await using var sources = await DatabaseSet.MigratedAsync();
        using var script = OpsScript.Start("backup.sh", sources.Environment, ["--images", Images(), Destination], maxFileKb: 8);
        (await script.EndAsync()).ShouldBe(69, "could not be dumped");
        Directory.GetDirectories(Destination).ShouldBeEmpty();
    }

    [Fact]
    public async Task PostgresOutOfReach_IsSaidAndNothingIsLeft()
    {
        await using var sources = await DatabaseSet.MigratedAsync();
        var nowhere = new NpgsqlConnectionStringBuilder(sources["billing"]) { Port = Ports.Free() }.ConnectionString;
        var broken = sources.With("billing", nowhere);
        (await OpsScript.RunAsync("backup.sh", broken.Environment, "--images", Images(), Destination)).ShouldBe(69, "The database billing does not answer");
        Directory.GetDirectories(Destination).ShouldBeEmpty();

        await using var targets = await DatabaseSet.MissingAsync();
        var backup = await BackUpAsync(sources);
        (await OpsScript.RunAsync("restore.sh", targets.With("billing", nowhere).Environment, "--images", RestoredImages, backup)).ShouldBe(69, "The database billing does not answer");
        (await targets.ExistingAsync()).ShouldBeEmpty();
        Directory.Exists(RestoredImages).ShouldBeFalse();
    }

    [Theory]
    [InlineData(64, "Which folder holds the images?", "backups")]
    [InlineData(64, "There is no option --fast.", "--fast", "backups")]
    [InlineData(64, "Where to?", "--no-images")]
    [InlineData(78, "ConnectionStrings__identitydb is not set", "--no-images", "backups")]
    public async Task BackupWithoutWhatItNeeds_SaysWhatIsMissing(int code, string error, params string[] arguments) =>
        (await OpsScript.RunAsync("backup.sh", [], arguments)).ShouldBe(code, error);

    private async Task<string> BackUpAsync(DatabaseSet sources) =>
        (await OpsScript.RunAsync("backup.sh", sources.Environment, "--images", Images(), Destination)).ShouldBe(0).Output;

    /// <summary>A folder with one image.</summary>
    private string Images()
    {
        var images = Path.Combine(_folder, "images");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(images, "images")).FullName, "one.png"), "an image");
        return images;
    }

    /// <summary>What the whole machine may read of the processes whose command line names a program.</summary>
    private static string ArgumentsOf(string program)
    {
        var found = new List<string>();
        foreach (var process in Directory.GetDirectories("/proc").Where(static folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(process, "cmdline")) is { } line && line.Contains(program, StringComparison.Ordinal))
                    found.Add(line);
            }
            catch (IOException)
            {
                // It has just ended.
            }
        }

        found.ShouldNotBeEmpty();
        return string.Join('\n', found);
    }
}

using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using NanoBanana.LocalServers;

namespace NanoBanana.EndToEnd;

/// <summary>The one command: a ready key on the first start, everything kept over a restart, and one clear line for each way to fail.</summary>
public sealed class StandaloneTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("nanobanana-home-").FullName;
    private readonly int _port = Ports.Free();

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task FirstStart_ThenKilledAndStartedAgain_KeepsKeyImagesAndBalance()
    {
        string key;
        string url;
        await using (var first = StandaloneProcess.Start(_home, _port))
        {
            await first.WaitUntilReadyAsync();
            key = first.Key.ShouldNotBeNull();
            first.Output.ShouldContain($"http://127.0.0.1:{_port}/docs");
            using var client = Client(key);
            url = (string)(await client.GenerateOkAsync(new { prompt = "kept over a restart", size = "256x256" }))["url"]!;
            File.GetUnixFileMode(Path.Combine(_home, "secrets.json")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

            // Nobody gets to stop the servers in order: the next start finds them running.
            first.Kill();
            await first.WaitForExitAsync();
        }

        // As a folder of before webhooks has it.
        var file = Path.Combine(_home, "secrets.json");
        var secrets = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject();
        secrets.Remove("WebhookEncryptionKey").ShouldBeTrue();
        await File.WriteAllTextAsync(file, secrets.ToJsonString());

        await using var second = StandaloneProcess.Start(_home, _port);
        await second.WaitUntilReadyAsync();
        second.Key.ShouldBeNull();
        var completed = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject();
        ((string)completed["WebhookEncryptionKey"]!).Length.ShouldBe(64);
        completed.Remove("WebhookEncryptionKey");
        completed.ToJsonString().ShouldBe(secrets.ToJsonString());
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var again = Client(key);
        (await again.GetByteArrayAsync(new Uri(url))).Length.ShouldBeGreaterThan(100);
        (await again.GetJsonAsync("/v1/generations"))["items"]!.AsArray().Count.ShouldBe(1);
        ((long)(await again.GetJsonAsync("/v1/billing/balance"))["available"]!).ShouldBe(980);
        (await second.StopAsync()).ShouldBe(0);
        LeftOvers().ShouldBeEmpty();
    }

    [Fact]
    public async Task GivenServers_Start_AreUsedAndOneDatabaseServesAllServices()
    {
        var folder = Directory.CreateTempSubdirectory("nanobanana-given-").FullName;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
        try
        {
            await using var postgres = await LocalPostgres.StartAsync(
                Path.Combine(folder, "postgres"), "given-password", durable: false, logFile: null, CancellationToken.None);
            var settings = new Npgsql.NpgsqlConnectionStringBuilder(postgres.ConnectionString("postgres"));
            var url = $"postgresql+asyncpg://{settings.Username}:{settings.Password}@127.0.0.1:{settings.Port}/one_for_all";
            await using var process = StandaloneProcess.Start(_home, _port, ("DATABASE_URL", url));
            await process.WaitUntilReadyAsync();
            using var client = Client(process.Key.ShouldNotBeNull());
            await client.GenerateOkAsync(new { prompt = "elsewhere", size = "256x256" });
            Directory.Exists(Path.Combine(_home, "postgres")).ShouldBeFalse();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task PortInUse_Start_SaysSoAndHowToChooseAnother()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, _port);
        listener.Start();
        await ShouldRefuseAsync($"Port {_port} is in use");
    }

    [Fact]
    public async Task DamagedSecrets_Start_SayWhichFileToRestore()
    {
        await File.WriteAllTextAsync(Path.Combine(_home, "secrets.json"), "{ broken");
        await ShouldRefuseAsync("secrets.json is damaged");
    }

    [Fact]
    public async Task ForeignFolderInThePlaceOfTheDatabase_Start_SaysToMoveIt()
    {
        Directory.CreateDirectory(Path.Combine(_home, "postgres"));
        await ShouldRefuseAsync("secrets.json is missing beside an existing database");
    }

    [Fact]
    public async Task FileInThePlaceOfTheFolder_Start_SaysToChooseAnother()
    {
        var file = Path.Combine(_home, "file");
        await File.WriteAllTextAsync(file, "");
        await using var process = StandaloneProcess.Start(file, _port);
        (await process.WaitForExitAsync()).ShouldNotBe(0);
        process.Output.ShouldContain("set NANOBANANA_HOME");
    }

    [Theory]
    [InlineData("DATABASE_URL", "postgresql://u:hidden-password@127.0.0.1:9/x", "Postgres does not answer")]
    [InlineData("DATABASE_URL", "Hostess=hidden-password", "is not a Postgres connection string")]
    [InlineData("DATABASE_URL", "mysql://u:hidden-password@127.0.0.1/x", "DATABASE_URL is not")]
    [InlineData("REDIS_URL", "redis://:hidden-password@127.0.0.1:9", "Redis does not answer")]
    [InlineData("PORT", "http", "PORT must be a number")]
    [InlineData("HOST", "not.an.address.invalid", "HOST 'not.an.address.invalid'")]
    [InlineData("RETRY_DELAYS_MS", "soon", "RETRY_DELAYS_MS")]
    [InlineData("SECRET_KEY", "short", "SECRET_KEY")]
    [InlineData("STORAGE_BACKEND", "tape", "STORAGE_BACKEND")]
    public async Task WrongSetting_Start_NamesItAndShowsNoPassword(string name, string value, string message)
    {
        await using var process = StandaloneProcess.Start(_home, _port, (name, value));
        (await process.WaitForExitAsync()).ShouldNotBe(0);
        process.Output.ShouldContain(message);
        process.Output.ShouldNotContain("hidden-password");
        process.Output.ShouldNotContain("   at ");
        LeftOvers().ShouldBeEmpty();
    }

    private async Task ShouldRefuseAsync(string message)
    {
        await using var process = StandaloneProcess.Start(_home, _port);
        (await process.WaitForExitAsync()).ShouldNotBe(0);
        var line = process.Output.Split('\n').Single(static text => text.StartsWith("error: ", StringComparison.Ordinal));
        line.ShouldContain(message);
    }

    private HttpClient Client(string key)
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Processes whose command line names our folder: servers that outlived the program.</summary>
    private List<string> LeftOvers() => [.. Directory.EnumerateDirectories("/proc")
        .Where(static folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
        .Select(static folder => ReadOrEmpty(Path.Combine(folder, "cmdline")))
        .Where(line => line.Contains(_home, StringComparison.Ordinal))];

    private static string ReadOrEmpty(string file)
    {
        try
        {
            return File.ReadAllText(file).Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }
}

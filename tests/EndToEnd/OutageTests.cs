using System.Net;
using NanoBanana.LocalServers;

namespace NanoBanana.EndToEnd;

/// <summary>A dead Redis or Postgres: clear answers meanwhile, everything back without a restart.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanobanana-outage-").FullName;

    public ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherExecute);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task DeadRedis_Meanwhile_LimitsAndRevocationHoldAndExactOnesComeBack()
    {
        var redis = await LocalRedis.StartAsync(Path.Combine(_folder, "redis"), "test-password", durable: false, logFile: null, CancellationToken.None);
        try
        {
            await using var system = await NanoBananaSystem.StartAsync(
                new Dictionary<string, string?>(StringComparer.Ordinal) { ["ConnectionStrings:redis"] = redis.ConnectionString });
            var account = await system.SignUpAsync();
            var (keyId, key) = await account.CreateKeyAsync();
            using var client = system.ClientWith(key);
            await client.GenerateOkAsync(new { prompt = "before", size = "256x256" });

            var port = redis.Port;
            ServerProcess.Signal(redis.ProcessId, 9);
            await redis.DisposeAsync();

            // Ten an hour is the limit: this process counts by itself while nobody else can.
            var statuses = new List<HttpStatusCode>();
            for (var i = 0; i < 12; i++)
            {
                using var response = await client.GenerateAsync(new { prompt = "meanwhile", size = "256x256" });
                statuses.Add(response.StatusCode);
            }

            statuses.Count(static status => status == HttpStatusCode.Created).ShouldBe(10);
            statuses.Count(static status => status == HttpStatusCode.TooManyRequests).ShouldBe(2);

            using var signedIn = account.Client;
            (await signedIn.DeleteAsync(new Uri($"/v1/keys/{keyId}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            await Calls.EventuallyAsync(async () =>
            {
                using var refused = await client.GenerateAsync(new { prompt = "x" });
                return refused.StatusCode == HttpStatusCode.Unauthorized;
            }, "a revoked key is refused although no message can tell of it", seconds: 2);

            redis = await LocalRedis.StartAsync(Path.Combine(_folder, "redis"), "test-password", durable: false, logFile: null, CancellationToken.None, port);
            using var other = await (await system.SignUpAsync()).KeyClientAsync();
            using var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
            var server = connection.GetServer("127.0.0.1", port);
            await Calls.EventuallyAsync(async () =>
            {
                await other.GenerateOkAsync(new { prompt = "after", size = "256x256" });
                return server.Keys(pattern: "nanobanana:limit:hourly:*").Any();
            }, "the windows are counted in Redis again", seconds: 5);
        }
        finally
        {
            await redis.DisposeAsync();
        }
    }

    [Fact]
    public async Task DeadPostgres_Meanwhile_Answers503InTheFamilysShapeAndComesBack()
    {
        var data = Path.Combine(_folder, "postgres");
        var postgres = await LocalPostgres.StartAsync(data, "test-password", durable: false, logFile: null, CancellationToken.None);
        var strings = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var name in new[] { "identitydb", "keysdb", "generationdb", "billingdb" })
            strings[$"ConnectionStrings:{name}"] = postgres.ConnectionString(name);
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager();
        Microsoft.Extensions.Configuration.MemoryConfigurationBuilderExtensions.AddInMemoryCollection(configuration, strings);
        await Migrator.Migrations.ApplyAsync(configuration, CancellationToken.None);
        try
        {
            await using var system = await NanoBananaSystem.StartAsync(strings);
            var account = await system.SignUpAsync();
            using var client = await account.KeyClientAsync();
            await client.GenerateOkAsync(new { prompt = "before", size = "256x256" });
            var before = await account.AvailableAsync();

            var port = new Npgsql.NpgsqlConnectionStringBuilder(postgres.ConnectionString("postgres")).Port;
            await postgres.DisposeAsync();
            using var down = await client.GenerateAsync(new { prompt = "meanwhile", size = "256x256" });
            var body = (await down.ShouldBeAsync(HttpStatusCode.ServiceUnavailable))!;
            ((string)body["detail"]!).ShouldNotContain("postgres", Case.Insensitive);
            down.Headers.RetryAfter.ShouldNotBeNull();
            down.ErrorCode().ShouldBe("service.unavailable");
            using var unready = await client.GetAsync(new Uri("/api/health/ready", UriKind.Relative));
            ((string)(await unready.ShouldBeAsync(HttpStatusCode.ServiceUnavailable))!["status"]!).ShouldBe("unhealthy");
            var detailed = await client.GetJsonAsync("/api/health/detailed");
            ((string)detailed["components"]!["database"]!["status"]!).ShouldBe("unhealthy");
            detailed.ToJsonString().ShouldNotContain("127.0.0.1");

            postgres = await LocalPostgres.StartAsync(data, "test-password", durable: false, logFile: null, CancellationToken.None, port);
            await Calls.EventuallyAsync(async () =>
            {
                using var back = await client.GenerateAsync(new { prompt = "after", size = "256x256" });
                return back.StatusCode == HttpStatusCode.Created;
            }, "generation works again", seconds: 20);

            await Calls.EventuallyAsync(async () =>
            {
                using var ready = await client.GetAsync(new Uri("/api/health/ready", UriKind.Relative));
                return ready.StatusCode == HttpStatusCode.OK;
            }, "the system is ready again");

            // A call that came while the databases returned one by one may have held credits and failed: they come back at once.
            await Calls.EventuallyAsync(async () => await account.AvailableAsync() == before - 20, "only the image made is paid for");
        }
        finally
        {
            await postgres.DisposeAsync();
        }
    }
}

using NanoBanana.LocalServers;
using NanoBanana.Testing.Emulators;
using NanoBanana.Testing.Processes;
using NanoBanana.Testing.Secrets;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// Every service as a process that logs everything it can and exports all telemetry, on a Postgres and a Redis of their own, with an
/// emulated Google and an emulated bucket; driven once through what callers do right and wrong. What is left behind is searched.
/// </summary>
public sealed class SecretSystem : IAsyncLifetime
{
    private static readonly string[] Databases = ["identitydb", "keysdb", "generationdb", "billingdb"];
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"nanobanana-secrets-{Guid.NewGuid():n}");
    private LocalPostgres _postgres = null!;
    private LocalRedis _redis = null!;

    public PlantedSecrets Secrets { get; } = new();

    /// <summary>Logs, telemetry, databases, Redis and files.</summary>
    public SecretHaystack LeftBehind { get; } = new();

    /// <summary>What callers were answered.</summary>
    public SecretHaystack Answers { get; } = new();

    /// <summary>What all processes printed.</summary>
    public string Output { get; private set; } = "";

    /// <summary>All logs that were exported.</summary>
    public string Exported { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_folder);
        await StartServersAsync();
        await using var collector = await OtlpCollector.StartAsync();
        await using var gemini = await GeminiEmulator.StartAsync(Secrets.ProviderKey);
        await using var s3 = await S3Emulator.StartAsync(new S3EmulatorOptions(SecretKey: Secrets.S3Secret));
        var settings = Settings(collector, gemini, s3);
        await MigrateAsync(settings);
        await using var system = await ReplicatedSystem.StartAsync(new ClusterPlan(settings));

        var drive = new SecretDrive(system, Secrets, Answers, gemini, s3);
        await drive.WarmUpAsync();
        await drive.UseAsync();
        await drive.MisuseAsync();
        await drive.MeetDeadServicesAsync();
        await drive.MeetOutagesAsync(KillServersAsync, StartServersAsync);
        await FailToStartAsync(system, settings);

        // Told to stop, they export what they still have.
        await Task.WhenAll(system.Services.All.Select(static process => process.StopAsync()));
        Output = string.Concat(system.Services.All.Select(static process => process.Output));
        Exported = collector.Received["logs"];
        foreach (var process in system.Services.All)
            LeftBehind.Add($"output of {process.Name}", process.Output);
        foreach (var (kind, body) in collector.Bodies)
            LeftBehind.Add(kind, body);
        foreach (var name in Databases)
            await LeftBehind.AddDatabaseAsync(name, _postgres.ConnectionString(name));
        await LeftBehind.AddRedisAsync(_redis.ConnectionString + ",allowAdmin=true");
        LeftBehind.AddFolder("images", system.ImageFolder);
        foreach (var log in Directory.GetFiles(_folder, "*.log"))
            LeftBehind.Add(Path.GetFileName(log), await File.ReadAllBytesAsync(log));
        foreach (var (key, item) in s3.Objects)
            LeftBehind.Add($"bucket {key}", item.Bytes.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        await _redis.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Dictionary<string, string?> Settings(OtlpCollector collector, GeminiEmulator gemini, S3Emulator s3)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["ConnectionStrings:redis"] = _redis.ConnectionString,
            ["SECRET_KEY"] = Secrets.SigningKey,
            ["Tokens:SecretKey"] = Secrets.SigningKey,
            ["Images:SigningKey"] = Secrets.ImageSigningKey,
            ["Webhooks:EncryptionKey"] = Secrets.WebhookEncryptionKey,
            ["GOOGLE_API_KEY"] = Secrets.ProviderKey,
            ["PROVIDER_GOOGLE_BASE_URL"] = gemini.Address.ToString(),
            ["Routing:CircuitOpenSeconds"] = "1",
            ["R2_ENDPOINT"] = s3.Address.ToString(),
            ["R2_ACCESS_KEY_ID"] = s3.Options.AccessKey,
            ["R2_SECRET_ACCESS_KEY"] = s3.Options.SecretKey,
            ["R2_BUCKET_NAME"] = s3.Options.Bucket,
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "500",

            // A provider's own level goes before the filters by category, so that nothing holds back.
            ["Logging:LogLevel:Default"] = "Trace",
            ["Logging:Console:LogLevel:Default"] = "Trace",
            ["Logging:OpenTelemetry:LogLevel:Default"] = "Trace",
            ["Gateway:CacheSeconds"] = "2",
        };
        foreach (var name in Databases)
            settings[$"ConnectionStrings:{name}"] = _postgres.ConnectionString(name);
        return settings;
    }

    private async Task StartServersAsync()
    {
        _postgres = await LocalPostgres.StartAsync(
            Path.Combine(_folder, "postgres"), Secrets.DatabasePassword, durable: false, Path.Combine(_folder, "postgres.log"), CancellationToken.None,
            _postgres is null ? null : new Npgsql.NpgsqlConnectionStringBuilder(_postgres.ConnectionString("postgres")).Port);
        _redis = await LocalRedis.StartAsync(
            Path.Combine(_folder, "redis"), Secrets.RedisPassword, durable: true, Path.Combine(_folder, "redis.log"), CancellationToken.None, _redis?.Port);
    }

    private async Task KillServersAsync()
    {
        await _postgres.DisposeAsync();
        await _redis.DisposeAsync();
    }

    private static async Task MigrateAsync(Dictionary<string, string?> settings)
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager();
        Microsoft.Extensions.Configuration.MemoryConfigurationBuilderExtensions.AddInMemoryCollection(configuration, settings);
        await Migrator.Migrations.ApplyAsync(configuration, CancellationToken.None);
    }

    /// <summary>Starts that end with a line about what is wrong, which must not be the value.</summary>
    private async Task FailToStartAsync(ReplicatedSystem system, Dictionary<string, string?> settings)
    {
        (string Service, string Key, string Value)[] faults =
        [
            ("identity", "Tokens:SecretKey", Secrets.WrongPassword[..16]),
            ("identity", "InternalToken:Key", Secrets.WrongPassword[..16]),
            ("identity", "ConnectionStrings:identitydb", $"Host=127.0.0.1;Port={Secrets.DatabasePassword};Password={Secrets.DatabasePassword}"),
            ("identity", "ConnectionStrings:redis", $"127.0.0.1:1,pasword={Secrets.RedisPassword}"),
            ("generation", "Images:SigningKey", Secrets.WrongPassword[..16]),
            ("generation", "Webhooks:EncryptionKey", Secrets.WrongPassword[..16]),
        ];
        Secrets.Anywhere.Add("too short a key", Secrets.WrongPassword[..16]);
        await Task.WhenAll(faults.Select(async fault =>
        {
            var own = new Dictionary<string, string?>(settings, StringComparer.OrdinalIgnoreCase)
            {
                ["InternalToken:Key"] = TestSettings.InternalTokenKey,
                ["services:identity:http:0"] = system.Services.Identity.Address.AbsoluteUri,
                ["services:billing:http:0"] = system.Services.Billing.Address.AbsoluteUri,
                [fault.Key] = fault.Value,
            };
            await using var process = new ServiceProcess(new ServiceProgram(fault.Service, own));
            await Should.ThrowAsync<InvalidOperationException>(process.StartAndWaitAsync, fault.Key);
            process.Output.ShouldContain("error: ");
            LeftBehind.Add($"output of a {fault.Service} that could not start by {fault.Key}", process.Output);
        }));
    }
}

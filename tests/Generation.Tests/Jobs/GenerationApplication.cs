using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Billing;
using NanoBanana.Billing.Data;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Data;
using NanoBanana.LocalServers;
using NanoBanana.Testing.Emulators;
using NanoBanana.Testing.Processes;
using Npgsql;

namespace NanoBanana.Generation.Tests.Jobs;

/// <summary>Generation and a real Billing over HTTP, with Google's emulator as the provider. More instances share the databases, as replicas do.</summary>
public sealed class GenerationApplication : IAsyncDisposable
{
    private readonly Dictionary<string, string?> _settings;
    private readonly Dictionary<string, string?> _billingSettings;
    private readonly int _billingPort = Ports.Free();
    private readonly List<TestService> _instances = [];
    private TestService? _billing;

    private GenerationApplication(Dictionary<string, string?> settings, Dictionary<string, string?> billingSettings, GeminiEmulator gemini)
    {
        _settings = settings;
        _billingSettings = billingSettings;
        Gemini = gemini;
        Database = NpgsqlDataSource.Create(settings["ConnectionStrings:generationdb"]!);
        BillingDatabase = NpgsqlDataSource.Create(billingSettings["ConnectionStrings:billingdb"]!);
    }

    public GeminiEmulator Gemini { get; }

    /// <summary>For arranging what only a crash leaves behind, and for reading what no route shows.</summary>
    public NpgsqlDataSource Database { get; }

    public NpgsqlDataSource BillingDatabase { get; }

    public string ImageFolder => _settings["Storage:LocalPath"]!;

    public static async Task<GenerationApplication> CreateAsync(params (string Key, string Value)[] settings)
    {
        var gemini = await GeminiEmulator.StartAsync();
        var own = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["ConnectionStrings:generationdb"] = await TestDatabase.CreateAsync<GenerationDbContext>(),
            ["ConnectionStrings:redis"] = await TestServers.Redis,
            ["OUTBOUND_ALLOWED_NETWORKS"] = "127.0.0.0/8",
            ["Images:SigningKey"] = "test-image-signing-key-of-32-or-more-characters",
            ["Webhooks:EncryptionKey"] = "test-webhook-encryption-key-of-32-or-more-characters",
            ["Storage:LocalPath"] = Directory.CreateTempSubdirectory("nanobanana-images-").FullName,
            ["GOOGLE_API_KEY"] = GeminiEmulator.DefaultKey,
            ["PROVIDER_GOOGLE_BASE_URL"] = gemini.Address.ToString(),
            ["RETRY_DELAYS_MS"] = "10,20,40",
            ["Generation:TakeoverSeconds"] = "1",
            ["services:identity:http:0"] = "http://127.0.0.1:9",
        };
        foreach (var (key, value) in settings)
            own[key] = value;
        var billing = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["ConnectionStrings:billingdb"] = await TestDatabase.CreateAsync<BillingDbContext>(),
            ["ConnectionStrings:redis"] = await TestServers.Redis,
            ["services:keys:http:0"] = "http://127.0.0.1:9",
        };
        var application = new GenerationApplication(own, billing, gemini);
        own["services:billing:http:0"] = $"http://127.0.0.1:{application._billingPort}";
        await application.StartBillingAsync();
        return application;
    }

    public async Task StartBillingAsync() => _billing = await TestService.StartAsync(
        "billing", static builder => builder.AddBillingService(), static app => app.MapBillingEndpoints(), _billingSettings, port: _billingPort);

    public async Task StopBillingAsync() => await _billing!.DisposeAsync();

    /// <summary>Another process of the service, as far as its database can tell.</summary>
    public async Task<TestService> StartInstanceAsync(params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(_settings, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in settings)
            all[key] = value;
        var instance = await TestService.StartAsync(
            "generation", static builder => builder.AddGenerationService(), static app => app.MapGenerationEndpoints(), all);
        _instances.Add(instance);
        return instance;
    }

    /// <summary>The service's own executable, for what only the end of a process shows.</summary>
    public ServiceProcess CreateProcess(params (string Key, string Value)[] settings)
    {
        var all = TestSettings.Common();
        foreach (var (key, value) in _settings)
            all[key] = value;
        foreach (var (key, value) in settings)
            all[key] = value;
        return new ServiceProcess(new ServiceProgram("generation", all));
    }

    /// <summary>The connection string of its database.</summary>
    public string ConnectionString => _settings["ConnectionStrings:generationdb"]!;

    public static Principal KeyOf(Guid accountId) => new() { Kind = PrincipalKind.UserKey, AccountId = accountId, KeyId = accountId, Scopes = ["*"] };

    public static async Task<HttpResponseMessage> GenerateAsync(HttpClient client, string prompt, string? idempotencyKey = null, int n = 1)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generate") { Content = JsonContent.Create(new { prompt, n }) };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await client.SendAsync(request);
    }

    /// <summary>Sets credits aside as the service does before it stores a job.</summary>
    public async Task HoldAsync(Guid jobId, Guid accountId, int units = 1)
    {
        using var client = _billing!.ClientForService("generation");
        using var response = await client.PostAsJsonAsync("/internal/holds", new
        {
            job_id = jobId,
            account_id = accountId,
            model = "gemini-nano-banana-2.1",
            resolution = "1K",
            kind = "image",
            units,
        });
        response.EnsureSuccessStatusCode();
    }

    public async Task<JsonNode> AccountAsync(Guid accountId)
    {
        using var client = _billing!.ClientForService("test");
        return (await client.GetFromJsonAsync<JsonNode>($"/internal/accounts/{accountId}"))!;
    }

    public async Task<object?> ScalarAsync(string sql, params (string Name, object Value)[] parameters)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return await command.ExecuteScalarAsync();
    }

    public async Task EventuallyAsync(Func<Task<bool>> condition, string what, int seconds = 15)
    {
        for (var i = 0; i < seconds * 20; i++)
        {
            if (await condition())
                return;
            await Task.Delay(50);
        }

        Assert.Fail($"Within {seconds} s it did not come about that {what}.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
            await instance.DisposeAsync();
        if (_billing is not null)
            await _billing.DisposeAsync();
        await Database.DisposeAsync();
        await BillingDatabase.DisposeAsync();
        await Gemini.DisposeAsync();
        await TestDatabase.DropAsync(ConnectionString);
        await TestDatabase.DropAsync(_billingSettings["ConnectionStrings:billingdb"]!);
        Directory.Delete(ImageFolder, recursive: true);
    }
}

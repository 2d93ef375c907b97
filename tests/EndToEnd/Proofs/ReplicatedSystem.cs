using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.Testing.Processes;
using Npgsql;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>The services' own executables, each as a process of its own, several gateways and generation processes among them.</summary>
public sealed class ReplicatedSystem : SystemUnderTest
{
    private readonly string _folder;
    private readonly Dictionary<string, string?> _settings;
    private int _clients;

    private ReplicatedSystem(ServiceCluster services, Dictionary<string, string?> settings, string folder)
    {
        Services = services;
        _settings = settings;
        _folder = folder;
    }

    public ServiceCluster Services { get; }

    /// <summary>Each gateway in turn.</summary>
    public override Uri Url => Services.Gateways[(int)((uint)Interlocked.Increment(ref _clients) % Services.Gateways.Count)].Address;

    public override string ImageFolder => ImagesIn(_folder);

    /// <summary>Generation's database.</summary>
    public string GenerationDatabase => _settings["ConnectionStrings:generationdb"]!;

    /// <summary>Identity's database.</summary>
    public string IdentityDatabase => _settings["ConnectionStrings:identitydb"]!;

    /// <summary>Keys' database.</summary>
    public string KeysDatabase => _settings["ConnectionStrings:keysdb"]!;

    /// <summary>Billing's database.</summary>
    public string BillingDatabase => _settings["ConnectionStrings:billingdb"]!;

    protected override InternalTokens Tokens { get; } =
        new(Options.Create(new InternalTokenOptions { Key = TestSettings.InternalTokenKey }), TimeProvider.System);

    /// <summary>Starts it.</summary>
    /// <param name="plan">Its settings come on top of those that every system of a test has.</param>
    public static async Task<ReplicatedSystem> StartAsync(ClusterPlan plan)
    {
        var folder = NewFolder();
        var settings = await SettingsAsync(folder, plan.Settings);

        // Callers reach both gateways under one name.
        settings.TryAdd("PUBLIC_URL", "http://nanobanana.example");
        var system = new ReplicatedSystem(await ServiceCluster.StartAsync(plan with { Settings = settings }), settings, folder);
        try
        {
            await system.WarmUpAsync();
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client of one gateway that reaches it over many connections.</summary>
    public HttpClient ClientOf(int gateway, string credential)
    {
        var client = ClientWith(credential);
        client.BaseAddress = Services.Gateways[gateway].Address;
        return client;
    }

    /// <summary>A client inside the gateway, at one generation process, with a key of an account.</summary>
    public HttpClient ClientAt(int generation, Guid account)
    {
        var principal = new Principal { Kind = PrincipalKind.UserKey, AccountId = account, KeyId = account, Scopes = ["*"] };
        return new HttpClient(new Minting(Tokens, principal)) { BaseAddress = Services.Generations[generation].Address };
    }

    /// <summary>One number of Generation's database.</summary>
    public async Task<long> CountAsync(string sql, Guid account)
    {
        await using var database = NpgsqlDataSource.Create(GenerationDatabase);
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = account });
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>The events of an account that have one of these types.</summary>
    public async Task<IReadOnlyList<Guid>> EventIdsAsync(Guid account, IReadOnlyList<string> types)
    {
        await using var database = NpgsqlDataSource.Create(GenerationDatabase);
        await using var command = database.CreateCommand("SELECT id FROM generation.events WHERE account_id = $1 AND type = ANY ($2) ORDER BY sequence");
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = types.ToArray() });
        var ids = new List<Guid>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            ids.Add(row.GetGuid(0));
        return ids;
    }

    /// <summary>Recomputes the ledger and compares it with what generation knows of its jobs.</summary>
    public Task<Books> ReadBooksAsync() => Books.ReadAsync(BillingDatabase, GenerationDatabase, IdentityDatabase);

    /// <summary>The books once nothing is left to be done in them; as they are when that does not come about.</summary>
    public async Task<Books> SettledBooksAsync(int seconds = 20)
    {
        var books = await ReadBooksAsync();
        for (var waited = Stopwatch.StartNew(); !books.IsSettled && waited.Elapsed < TimeSpan.FromSeconds(seconds); books = await ReadBooksAsync())
            await Task.Delay(100);
        return books;
    }

    public override async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await DropDatabasesAsync(_settings);
        Directory.Delete(_folder, recursive: true);
    }

    protected override Uri AddressOf(string service) => Services.All.First(process => process.Name == service).Address;

    /// <summary>
    /// The first calls of a process take seconds on a busy machine, longer than the gateway waits for them. What a proof meets
    /// must not be that: each gateway has once signed somebody up, made a key and known it again.
    /// </summary>
    private Task WarmUpAsync() => Task.WhenAll(Enumerable.Range(0, Services.Gateways.Count).Select(gateway =>
        Calls.EventuallyAsync(() => IsWarmAsync(gateway), $"gateway {gateway} serves", seconds: 60)));

    private async Task<bool> IsWarmAsync(int gateway)
    {
        using var client = CreateClient();
        client.BaseAddress = Services.Gateways[gateway].Address;
        using var registered = await client.PostAsJsonAsync("/v1/auth/register", new { email = $"warm-{Guid.NewGuid():n}@example.com", password = TestAccount.Password });
        if (!registered.IsSuccessStatusCode)
            return false;
        var token = (string)(await registered.Content.ReadFromJsonAsync<JsonNode>())!["access_token"]!;
        using var user = ClientOf(gateway, token);
        using var made = await user.PostAsJsonAsync("/v1/keys", new { name = "Warm" });
        if (!made.IsSuccessStatusCode)
            return false;
        using var holder = ClientOf(gateway, (string)(await made.Content.ReadFromJsonAsync<JsonNode>())!["key"]!);
        using var listed = await holder.GetAsync(new Uri("/v1/generations", UriKind.Relative));
        return listed.IsSuccessStatusCode;
    }

    /// <summary>A token lives for a minute; a test may take longer.</summary>
    private sealed class Minting(InternalTokens tokens, Principal principal) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add(InternalTokens.Header, tokens.Mint(principal));
            return base.SendAsync(request, cancellationToken);
        }
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Billing.Data;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Data;
using NanoBanana.Identity.Data;
using NanoBanana.Keys.Data;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.EndToEnd;

/// <summary>All services behind the gateway, as Standalone composes them, on databases of their own. A test talks to it over HTTP only.</summary>
public sealed class NanoBananaSystem : IAsyncDisposable
{
    private static int _addresses;
    private readonly Standalone.Services _services;
    private readonly string _folder;

    private NanoBananaSystem(Standalone.Services services, string url, string folder)
    {
        _services = services;
        _folder = folder;
        Url = new Uri(url);
    }

    /// <summary>The gateway.</summary>
    public Uri Url { get; }

    public string ImageFolder => Path.Combine(_folder, "images");

    public static async Task<NanoBananaSystem> StartAsync(IReadOnlyDictionary<string, string?>? settings = null)
    {
        var folder = Directory.CreateTempSubdirectory("nanobanana-e2e-").FullName;
        var all = TestSettings.Common();
        all["ConnectionStrings:identitydb"] = await TestDatabase.CreateAsync<IdentityDbContext>();
        all["ConnectionStrings:keysdb"] = await TestDatabase.CreateAsync<KeysDbContext>();
        all["ConnectionStrings:generationdb"] = await TestDatabase.CreateAsync<GenerationDbContext>();
        all["ConnectionStrings:billingdb"] = await TestDatabase.CreateAsync<BillingDbContext>();
        all["ConnectionStrings:redis"] = await TestServers.Redis;
        all["Images:SigningKey"] = "test-image-signing-key-of-32-or-more-characters";
        all["Storage:LocalPath"] = Path.Combine(folder, "images");
        all["Gateway:TrustedProxies"] = "127.0.0.0/8";
        all["RETRY_DELAYS_MS"] = "10,20,40";
        all["Generation:TakeoverSeconds"] = "1";
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>(StringComparer.Ordinal))
            all[key] = value;
        var services = await Standalone.Services.StartAsync(all, "http://127.0.0.1:0", CancellationToken.None);
        return new NanoBananaSystem(services, services.Addresses["gateway"], folder);
    }

    /// <summary>A client without a credential, from an address of its own, so that tests do not share the sign-in window.</summary>
    public HttpClient CreateClient()
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = Url };
        var number = Interlocked.Increment(ref _addresses);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", $"10.{Environment.ProcessId % 250}.{number / 250}.{number % 250}");
        return client;
    }

    /// <summary>A client with a bearer credential: a key or a token.</summary>
    public HttpClient ClientWith(string credential)
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", credential);
        return client;
    }

    /// <summary>A new account, signed in.</summary>
    public async Task<TestAccount> SignUpAsync()
    {
        var email = $"user-{Guid.NewGuid():n}@example.com";
        using var client = CreateClient();
        using var response = await client.PostAsJsonAsync("/v1/auth/register", new { email, password = TestAccount.Password });
        var body = await response.ShouldBeAsync(HttpStatusCode.Created);
        return new TestAccount(this, (Guid)body!["user"]!["id"]!, email, (string)body["access_token"]!);
    }

    /// <summary>Moves an account to another tier, as an operator's tool does.</summary>
    public async Task ChangeTierAsync(Guid accountId, string tier)
    {
        using var client = ServiceClient("billing");
        using var response = await client.PutAsJsonAsync($"/internal/accounts/{accountId}/tier", new { tier });
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
    }

    /// <summary>Sets credits aside, as a running job does.</summary>
    public async Task<JsonNode> HoldAsync(Guid accountId, int images)
    {
        using var client = ServiceClient("billing");
        using var response = await client.PostAsJsonAsync(
            "/internal/holds", new { job_id = Guid.NewGuid(), account_id = accountId, model = "sandbox-1", resolution = "1K", kind = "image", units = images });
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    /// <summary>A client inside the gateway, acting as one of our services.</summary>
    public HttpClient ServiceClient(string service)
    {
        var client = new HttpClient { BaseAddress = new Uri(_services.Addresses[service]) };
        client.DefaultRequestHeaders.Add(
            InternalTokens.Header, _services.Gateway.GetRequiredService<InternalTokens>().Mint(Principal.ForService("test")));
        return client;
    }

    /// <summary>A client inside the gateway without any proof.</summary>
    public HttpClient BareClient(string service) => new() { BaseAddress = new Uri(_services.Addresses[service]) };

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>An account of a test.</summary>
public sealed record TestAccount(NanoBananaSystem System, Guid Id, string Email, string Token)
{
    public const string Password = "correct horse battery";

    /// <summary>A client with the account's access token.</summary>
    public HttpClient Client => System.ClientWith(Token);

    /// <summary>A new key of the account: its id and its text.</summary>
    public async Task<(Guid Id, string Text)> CreateKeyAsync(string name = "Test")
    {
        using var client = Client;
        using var response = await client.PostAsJsonAsync("/v1/keys", new { name });
        var body = await response.ShouldBeAsync(HttpStatusCode.Created);
        return ((Guid)body!["id"]!, (string)body["key"]!);
    }

    /// <summary>A client with a new key of the account, which is moved to a tier whose window no test fills by accident.</summary>
    public async Task<HttpClient> KeyClientAsync(string tier = Tiers.Pro)
    {
        if (tier != Tiers.Free)
            await System.ChangeTierAsync(Id, tier);
        return System.ClientWith((await CreateKeyAsync()).Text);
    }

    public async Task<long> AvailableAsync()
    {
        using var client = Client;
        using var response = await client.GetAsync(new Uri("/v1/billing/balance", UriKind.Relative));
        return (long)(await response.ShouldBeAsync(HttpStatusCode.OK))!["available"]!;
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using NanoBanana.Billing.Data;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Data;
using NanoBanana.Identity.Data;
using NanoBanana.Keys.Data;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.EndToEnd;

/// <summary>A whole system behind its gateway, on databases of its own. A test talks to it over HTTP only.</summary>
public abstract class SystemUnderTest : IAsyncDisposable
{
    private static int _addresses;

    /// <summary>A gateway.</summary>
    public abstract Uri Url { get; }

    public abstract string ImageFolder { get; }

    protected abstract InternalTokens Tokens { get; }

    /// <summary>A client without a credential, from an address of its own, so that tests do not share the sign-in window.</summary>
    public HttpClient CreateClient()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            Expect100ContinueTimeout = TestService.Expect100ContinueTimeout,
        };
        var client = new HttpClient(handler) { BaseAddress = Url };
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
        var client = BareClient(service);
        client.DefaultRequestHeaders.Add(InternalTokens.Header, Tokens.Mint(Principal.ForService("test")));
        return client;
    }

    /// <summary>A client inside the gateway without any proof.</summary>
    public HttpClient BareClient(string service) => new() { BaseAddress = AddressOf(service) };

    public abstract ValueTask DisposeAsync();

    protected abstract Uri AddressOf(string service);

    protected static string NewFolder() => Directory.CreateTempSubdirectory("nanobanana-e2e-").FullName;

    protected static string ImagesIn(string folder) => Path.Combine(folder, "images");

    protected static async Task DropDatabasesAsync(IReadOnlyDictionary<string, string?> settings)
    {
        foreach (var (_, connectionString) in settings.Where(static one => one.Key.StartsWith("ConnectionStrings:", StringComparison.Ordinal) && one.Key.EndsWith("db", StringComparison.Ordinal)))
            await TestDatabase.DropAsync(connectionString!);
    }

    /// <summary>What all services of a system share: databases, unless a test gives them, Redis and images of their own, and a test's settings on top.</summary>
    protected static async Task<Dictionary<string, string?>> SettingsAsync(string folder, IReadOnlyDictionary<string, string?>? settings)
    {
        var all = TestSettings.Common();
        all["ConnectionStrings:identitydb"] = Given("identitydb") ?? await TestDatabase.CreateAsync<IdentityDbContext>();
        all["ConnectionStrings:keysdb"] = Given("keysdb") ?? await TestDatabase.CreateAsync<KeysDbContext>();
        all["ConnectionStrings:generationdb"] = Given("generationdb") ?? await TestDatabase.CreateAsync<GenerationDbContext>();
        all["ConnectionStrings:billingdb"] = Given("billingdb") ?? await TestDatabase.CreateAsync<BillingDbContext>();
        all["ConnectionStrings:redis"] = await TestServers.Redis;
        all["Images:SigningKey"] = "test-image-signing-key-of-32-or-more-characters";
        all["Webhooks:EncryptionKey"] = "test-webhook-encryption-key-of-32-or-more-characters";
        all["Storage:LocalPath"] = ImagesIn(folder);
        all["Gateway:TrustedProxies"] = "127.0.0.0/8";
        all["RETRY_DELAYS_MS"] = "10,20,40";
        all["Generation:TakeoverSeconds"] = "1";
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>(StringComparer.Ordinal))
            all[key] = value;
        return all;

        string? Given(string database) => settings?.GetValueOrDefault($"ConnectionStrings:{database}");
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Webhooks;

/// <summary>An account with a receiver, and the processes that deliver to it.</summary>
public sealed class WebhookSetup : IAsyncDisposable
{
    private readonly bool _isShared;

    private WebhookSetup(GenerationApplication application, TestService instance, WebhookReceiver receiver, bool isShared)
    {
        (Application, Instance, Receiver, _isShared) = (application, instance, receiver, isShared);
        Client = Instance.ClientFor(GenerationApplication.KeyOf(Account));
    }

    public GenerationApplication Application { get; }
    public WebhookReceiver Receiver { get; }
    public Guid Account { get; } = Guid.NewGuid();
    public HttpClient Client { get; }
    public TestService Instance { get; }

    /// <summary>With a process of its own, for a test that stops it or sets it up otherwise.</summary>
    public static async Task<WebhookSetup> CreateAsync(params (string Key, string Value)[] settings)
    {
        var application = await NewApplicationAsync(settings);
        return new WebhookSetup(application, await application.StartInstanceAsync(), await WebhookReceiver.StartAsync(), isShared: false);
    }

    /// <summary>At the process of a class: <see cref="WebhookFixture"/>.</summary>
    internal static async Task<WebhookSetup> AtAsync(GenerationApplication application, TestService instance) =>
        new(application, instance, await WebhookReceiver.StartAsync(), isShared: true);

    internal static Task<GenerationApplication> NewApplicationAsync(params (string Key, string Value)[] settings) =>
        GenerationApplication.CreateAsync([("Webhooks:AllowHttp", "true"), ("PROVIDER_SANDBOX_ENABLED", "true"), .. settings]);

    public static Principal UserOf(Guid account) => new() { Kind = PrincipalKind.User, AccountId = account };

    /// <summary>Adds one whose secret the receiver trusts.</summary>
    public async Task<JsonNode> AddAsync(params string[] types)
    {
        using var response = await Client.PostAsJsonAsync("/v1/webhooks", new { url = Receiver.Address.AbsoluteUri, types = types.Length == 0 ? null : types });
        var webhook = (await response.ShouldBeAsync(HttpStatusCode.Created))!;
        Receiver.Trust((string)webhook["secret"]!);
        return webhook;
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    public async Task<JsonNode> PostAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await Client.PostAsync(new Uri(path, UriKind.Relative), content: null);
        return (await response.ShouldBeAsync(status))!;
    }

    /// <summary>Events as the triggers write them, without a provider's help: the sequence of their subject's states.</summary>
    public async Task<Guid> LogAsync(Guid? jobId, params string[] types)
    {
        var job = jobId ?? Guid.NewGuid();
        foreach (var type in types)
        {
            await Application.ScalarAsync("""
                WITH account AS (
                    INSERT INTO generation.accounts (account_id, last_event) VALUES (@account, 1)
                    ON CONFLICT (account_id) DO UPDATE SET last_event = generation.accounts.last_event + 1 RETURNING last_event)
                INSERT INTO generation.events (account_id, sequence, type, job_id, data)
                SELECT @account, last_event, @type, @job, jsonb_build_object('id', 'gen_' || @job::text) FROM account
                """, ("account", Account), ("type", type), ("job", job));
        }

        return job;
    }

    /// <summary>Makes what waits for its next try due.</summary>
    public Task HurryAsync() => Application.ScalarAsync("UPDATE generation.webhook_deliveries SET next_try_at = now() WHERE state = 'pending' AND lease IS NULL");

    public Task<object?> ScalarAsync(string sql) => Application.ScalarAsync(sql);

    public Task EventuallyAsync(string sql, string what) => Application.EventuallyAsync(async () => await Application.ScalarAsync($"SELECT {sql}") is true, what);

    /// <summary>All deliveries of all endpoints are in that state, and there are so many.</summary>
    public Task DeliveriesAsync(int count, string state) => EventuallyAsync(
        $"(SELECT count(*) = {count} AND bool_and(state = '{state}') FROM generation.webhook_deliveries)", $"{count} deliveries are {state}");

    public Task ReceivedAsync(int count) => Application.EventuallyAsync(() => Task.FromResult(Receiver.Received.Count >= count), $"{count} deliveries came");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_isShared)
            await Application.DisposeAsync();
        await Receiver.DisposeAsync();
    }
}

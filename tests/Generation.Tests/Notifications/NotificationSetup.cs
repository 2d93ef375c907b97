using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Generation.Tests.Queue;
using NanoBanana.Identity;
using NanoBanana.Identity.Data;
using Npgsql;

namespace NanoBanana.Generation.Tests.Notifications;

/// <summary>Generation beside a real Identity, with a way between them that can be shut.</summary>
internal sealed class NotificationSetup : IAsyncDisposable
{
    private readonly TestService _identity;
    private readonly NpgsqlDataSource _identityDatabase;

    private NotificationSetup(TestService identity, NpgsqlDataSource identityDatabase, GenerationApplication application, TestService instance, TcpGate way)
    {
        (_identity, _identityDatabase, Application, Instance, Way) = (identity, identityDatabase, application, instance, way);
        Client = new QueueClient(instance, Account);
    }

    public GenerationApplication Application { get; }
    public TestService Instance { get; }
    public TcpGate Way { get; }
    public Guid Account { get; } = Guid.NewGuid();
    public QueueClient Client { get; }

    public static async Task<NotificationSetup> CreateAsync(params (string Key, string Value)[] settings)
    {
        var database = await TestDatabase.CreateAsync<IdentityDbContext>();
        var identity = await TestService.StartAsync("identity", static builder => builder.AddIdentityService(), static app => app.MapIdentityEndpoints(),
            new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
            {
                ["ConnectionStrings:identitydb"] = database,
                ["ConnectionStrings:redis"] = await TestServers.Redis,
            });
        var way = new TcpGate(identity.Address);
        var application = await GenerationApplication.CreateAsync(
            [("services:identity:http:0", way.Address.AbsoluteUri), ("PROVIDER_SANDBOX_ENABLED", "true"), .. settings]);
        return new NotificationSetup(identity, NpgsqlDataSource.Create(database), application, await application.StartInstanceAsync(), way);
    }

    /// <summary>What the account's owner is shown, newest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> ShownAsync(Guid? account = null)
    {
        using var client = _identity.ClientFor(GenerationApplication.KeyOf(account ?? Account));
        using var response = await client.GetAsync(new Uri("/api/notifications?limit=100", UriKind.Relative));
        return [.. (await response.ShouldBeAsync(HttpStatusCode.OK))!["notifications"]!.AsArray().Select(static one => one!)];
    }

    public Task ShowsAsync(int count, Guid? account = null) => Application.EventuallyAsync(
        async () => (await ShownAsync(account)).Count >= count, $"{count} notifications are shown");

    /// <summary>Everything that was to be told has been, or was set aside.</summary>
    public Task AllToldAsync() => Application.EventuallyAsync(async () => await WaitingAsync() == 0, "no notification waits");

    public async Task<long> WaitingAsync() =>
        (long)(await Application.ScalarAsync("SELECT count(*) FROM generation.notification_outbox WHERE parked_because IS NULL"))!;

    /// <summary>Makes what waits for its next try due.</summary>
    public Task HurryAsync() => Application.ScalarAsync("UPDATE generation.notification_outbox SET next_try_at = now() WHERE parked_because IS NULL");

    /// <summary>A message as the trigger writes it.</summary>
    public async Task<Guid> WriteAsync(string type = "batch.failed", string subject = "batch_0000000000000001", Guid? account = null, Guid? id = null)
    {
        var written = id ?? Guid.NewGuid();
        await Application.ScalarAsync(
            "INSERT INTO generation.notification_outbox (id, account_id, event_type, subject, created_at) VALUES (@id, @account, @type, @subject, now())",
            ("id", written), ("account", account ?? Account), ("type", type), ("subject", subject));
        return written;
    }

    /// <summary>What only an operator of Identity's database could do.</summary>
    public async Task IdentityAsync(string sql)
    {
        await using var command = _identityDatabase.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Application.DisposeAsync();
        await Way.DisposeAsync();
        await _identity.DisposeAsync();
        await _identityDatabase.DisposeAsync();
    }
}

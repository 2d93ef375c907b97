using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Keys;
using NanoBanana.Contracts.Principals;
using NanoBanana.Keys.Data;
using Npgsql;

namespace NanoBanana.Keys.Tests;

/// <summary>The service with a database of its own, and what tests do with it.</summary>
public sealed class KeysApplication : IAsyncLifetime
{
    private TestService? _service;

    public string Database { get; private set; } = "";

    public TestService Service => _service ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync<KeysDbContext>();
        _service = await StartAsync(Database, await TestServers.Redis);
    }

    public ValueTask DisposeAsync() => _service?.DisposeAsync() ?? ValueTask.CompletedTask;

    public static Task<TestService> StartAsync(string database, string redis, string masterKey = "") => TestService.StartAsync(
        "keys", static builder => builder.AddKeysService(), static app => app.MapKeysEndpoints(),
        new Dictionary<string, string?>
        {
            ["ConnectionStrings:keysdb"] = database,
            ["ConnectionStrings:redis"] = redis,
            ["BOOTSTRAP_MASTER_KEY"] = masterKey,
        });

    public static Principal User(Guid accountId) => new() { Kind = PrincipalKind.User, AccountId = accountId, TokenId = Guid.NewGuid() };

    public HttpClient ClientForUser(Guid accountId) => Service.ClientFor(User(accountId));

    /// <summary>A client of a user nobody else has.</summary>
    public HttpClient ClientForNewUser() => ClientForUser(Guid.NewGuid());

    public static async Task<JsonNode> CreateKeyAsync(HttpClient client, string? name = null) =>
        (await (await client.PostAsJsonAsync("/v1/keys", new { name })).ShouldBeAsync(HttpStatusCode.Created))!;

    public async Task<KeyVerification> VerifyAsync(string key)
    {
        using var client = Service.ClientForService("gateway");
        var response = await client.PostAsJsonAsync(
            "/internal/keys/verify", new VerifyKeyRequest(KeyFormats.HashText(key)), ContractsJsonContext.Default.VerifyKeyRequest);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await response.Content.ReadFromJsonAsync(ContractsJsonContext.Default.KeyVerification))!;
    }

    /// <summary>For states that no route makes yet: expiry, other kinds of key.</summary>
    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var source = NpgsqlDataSource.Create(Database);
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        (await command.ExecuteNonQueryAsync()).ShouldBeGreaterThan(0);
    }
}

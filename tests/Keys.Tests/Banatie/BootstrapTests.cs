using System.Net;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Keys;
using NanoBanana.Contracts.Principals;
using Npgsql;

namespace NanoBanana.Keys.Tests.Banatie;

/// <summary>The first master key: asked for without any other, and made once, whoever asks and at however many processes.</summary>
public sealed class BootstrapTests : IAsyncLifetime
{
    private const string Closed =
        """{"success":false,"error":"Bootstrap not allowed","message":"API keys already exist. Use /api/admin/keys to create new keys."}""";

    private readonly KeysApplication _application = new();
    private HttpClient _nobody = null!;

    public async ValueTask InitializeAsync()
    {
        await _application.InitializeAsync();
        _nobody = _application.Service.ClientFor(Principal.Anonymous);
    }

    public async ValueTask DisposeAsync()
    {
        _nobody.Dispose();
        await _application.DisposeAsync();
    }

    [Fact]
    public async Task NewInstallation_Bootstrap_MakesAMasterKeyThatWorks()
    {
        using var response = await _nobody.BootstrapAsync();

        var made = (await response.ShouldBeAsync(HttpStatusCode.Created))!;
        made.Text().ShouldMatch("^bnt_[0-9a-f]{64}$");
        made.ToJsonString().ShouldBe(
            $$"""{"apiKey":"{{made.Text()}}","type":"master","name":"Initial Master Key","expiresAt":null,"message":"IMPORTANT: Save this key securely. You will not see it again!"}""");
        var verified = await _application.VerifyAsync(made.Text());
        (verified.Verdict, verified.Key!.Kind, verified.Key.AccountId, verified.Key.ExpiresAt).ShouldBe((KeyVerdict.Valid, PrincipalKind.MasterKey, OperatorAccount.Id, null));
        verified.Key.Scopes.ShouldBe(["*"]);
        using var master = _application.Service.ClientFor(OperatorCalls.Master());
        var listed = (await master.ListAsync())["keys"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)listed["name"]!, (string?)listed["createdBy"], listed.ToJsonString().Contains(made.Text()[12..], StringComparison.Ordinal)).ShouldBe(("Initial Master Key", null, false));
    }

    [Fact]
    public async Task TwentyAtOnce_AtTwoProcesses_ExactlyOneGetsAKey()
    {
        await using var second = await KeysApplication.StartAsync(_application.Database, await TestServers.Redis);
        using var there = second.ClientFor(Principal.Anonymous);

        // All of them have found no key, and stand just before the row that they are about to add.
        await using var database = NpgsqlDataSource.Create(_application.Database);
        await using var gate = await database.OpenConnectionAsync();
        await ExecuteAsync(gate, """
            CREATE FUNCTION keys.wait_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock_shared(42); RETURN new; END';
            CREATE TRIGGER gate BEFORE INSERT ON keys.api_keys FOR EACH ROW EXECUTE FUNCTION keys.wait_at_the_gate();
            SELECT pg_advisory_lock(42)
            """);
        Task<HttpResponseMessage>[] calls = [.. Enumerable.Range(0, 20).Select(number => (number % 2 == 0 ? _nobody : there).BootstrapAsync())];
        await using var waiting = database.CreateCommand(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
        for (var i = 0; i < 1_000 && (long)(await waiting.ExecuteScalarAsync())! < calls.Length; i++)
            await Task.Delay(10);
        ((long)(await waiting.ExecuteScalarAsync())!).ShouldBe(calls.Length);
        await ExecuteAsync(gate, "SELECT pg_advisory_unlock(42)");

        var responses = await Task.WhenAll(calls);

        responses.Count(static response => response.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        foreach (var refused in responses.Where(static response => response.StatusCode != HttpStatusCode.Created))
        {
            await refused.ShouldBeAsync(HttpStatusCode.Forbidden, Closed);
            refused.ErrorCode().ShouldBe("keys.bootstrap_closed");
        }

        using var master = _application.Service.ClientFor(OperatorCalls.Master());
        ((int)(await master.ListAsync("?all=true"))["total"]!).ShouldBe(1);
    }

    [Theory]
    [InlineData("/v1/keys")]
    [InlineData("/api/auth/api-keys")]
    public async Task KeyOfAUsersDoor_RevokedOrNot_ClosesTheBootstrap(string door)
    {
        using var user = _application.ClientForNewUser();
        using var made = await user.PostAsync(new Uri(door, UriKind.Relative), new StringContent("""{"name":"x"}""", System.Text.Encoding.UTF8, "application/json"));
        var id = (string)System.Text.Json.Nodes.JsonNode.Parse(await made.Content.ReadAsStringAsync())!["id"]!;
        using (var refused = await _nobody.BootstrapAsync())
            await refused.ShouldBeAsync(HttpStatusCode.Forbidden, Closed);

        (await user.DeleteAsync(new Uri($"{door}/{id}", UriKind.Relative))).IsSuccessStatusCode.ShouldBeTrue();

        using var again = await _nobody.BootstrapAsync();
        await again.ShouldBeAsync(HttpStatusCode.Forbidden, Closed);
    }

    [Fact]
    public async Task ReadyKeyOfTheDemoAccount_DoesNotCount()
    {
        using var standalone = _application.Service.ClientForService("standalone");
        await (await standalone.PostAsync($"/internal/accounts/{Guid.NewGuid()}/demo-key", null)).ShouldBeAsync(HttpStatusCode.Created);

        using var first = await _nobody.BootstrapAsync();
        await first.ShouldBeAsync(HttpStatusCode.Created);
        using var second = await _nobody.BootstrapAsync();
        await second.ShouldBeAsync(HttpStatusCode.Forbidden, Closed);
    }

    [Fact]
    public async Task PostgresAway_Bootstrap_IsA503AndTheDoorStaysOpen()
    {
        var direct = new NpgsqlConnectionStringBuilder(_application.Database);
        var gate = new TcpGate(new Uri($"http://{direct.Host}:{direct.Port}"));
        var through = new NpgsqlConnectionStringBuilder(_application.Database) { Host = "127.0.0.1", Port = gate.Address.Port };
        await using var service = await KeysApplication.StartAsync(through.ConnectionString, await TestServers.Redis);
        using var nobody = service.ClientFor(Principal.Anonymous);
        await gate.DisposeAsync();

        using var refused = await nobody.BootstrapAsync();

        await refused.ShouldBeAsync(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        using var elsewhere = await _nobody.BootstrapAsync();
        await elsewhere.ShouldBeAsync(HttpStatusCode.Created);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

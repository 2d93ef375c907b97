using NanoBanana.Contracts.Events;
using NanoBanana.Generation.Webhooks;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Webhooks;

/// <summary>The key that the secrets of webhooks are encrypted under, replaced while deliveries go on.</summary>
public sealed class SecretRotationTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>
{
    // What the process of the fixture encrypts with, and what comes after it.
    private const string Old = "test-webhook-encryption-key-of-32-or-more-characters";
    private const string New = "next-webhook-encryption-key-of-32-or-more-characters";

    [Fact]
    public async Task Secrets_UnderThePreviousKey_SignDeliveriesAndMoveByTheCommand()
    {
        await using var setup = await fixture.SetUpAsync();
        var made = await setup.AddAsync();
        await setup.PostAsync($"/v1/webhooks/{made["id"]}/rotate");
        var (code, output) = await RunAsync(New, Old);
        code.ShouldBe(0, output);
        output.ShouldBe("1 webhooks: 1 moved to the current key, 0 left under the previous one, 0 under neither");
        (await RunAsync(New, Old)).ShouldBe((0, "1 webhooks: 0 moved to the current key, 0 left under the previous one, 0 under neither"));
        (await RunAsync(New, "")).Code.ShouldBe(0);
        (await ReadableAsync(Old)).ShouldBe(0);
    }

    [Fact]
    public async Task Delivery_ByAProcessWithTheNewKey_IsSignedWithTheSecretOfBefore()
    {
        await using var setup = await WebhookSetup.CreateAsync(("Webhooks:EncryptionKey", New), ("Webhooks:PreviousEncryptionKey", Old));
        await setup.AddAsync();
        var secret = WebhookSecrets.New();
        var wire = WebhookSecrets.ToWire(secret);
        setup.Receiver.Trust(wire);
        var id = (Guid)(await setup.Application.ScalarAsync("SELECT id FROM generation.webhook_endpoints"))!;
        await setup.Application.ScalarAsync("UPDATE generation.webhook_endpoints SET secret = @secret", ("secret", Secrets(Old).Encrypt(id, secret)));
        await setup.LogAsync(null, EventTypes.GenerationCompleted);
        await setup.ReceivedAsync(1);
        setup.Receiver.Received[0].Signers.ShouldBe([wire]);
    }

    [Fact]
    public async Task Walk_CutShort_GoesOnWithWhatIsLeft()
    {
        await using var setup = await fixture.SetUpAsync();
        for (var i = 0; i < 5; i++)
            await setup.AddAsync();

        // As a process that was killed after its first page.
        var first = (Guid[])(await setup.Application.ScalarAsync("SELECT array_agg(id ORDER BY id) FROM generation.webhook_endpoints"))!;
        var secrets = Secrets(New, Old);
        foreach (var id in first[..2])
        {
            var stored = (byte[])(await setup.Application.ScalarAsync("SELECT secret FROM generation.webhook_endpoints WHERE id = @id", ("id", id)))!;
            secrets.Renew(id, stored, out var next).ShouldBe(SecretState.Previous);
            await setup.Application.ScalarAsync("UPDATE generation.webhook_endpoints SET secret = @next WHERE id = @id", ("id", id), ("next", next));
        }

        (await ReadableAsync(New, Old)).ShouldBe(5);
        (await new SecretRotation(setup.Application.Database, secrets, pageSize: 2).RunAsync(CancellationToken.None)).ShouldBe(new RotationReport(5, 3, 0, 0));
        (await ReadableAsync(New)).ShouldBe(5);
    }

    [Fact]
    public async Task SecretThatItsOwnerRotatesMeanwhile_IsLeftToTheNextWalk()
    {
        await using var setup = await fixture.SetUpAsync();
        await setup.AddAsync();
        await using var connection = await setup.Application.Database.OpenConnectionAsync();
        await using var rotating = await connection.BeginTransactionAsync();
        var id = (Guid)(await setup.Application.ScalarAsync("SELECT id FROM generation.webhook_endpoints"))!;
        var (secret, rotation) = (WebhookSecrets.New(), new SecretRotation(setup.Application.Database, Secrets(New, Old)));
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "UPDATE generation.webhook_endpoints SET previous_secret = secret, previous_until = now() + interval '1 day', secret = @secret";
            command.Parameters.AddWithValue("secret", Secrets(Old).Encrypt(id, secret));
            await command.ExecuteNonQueryAsync();
        }

        var walk = rotation.RunAsync(CancellationToken.None);
        await setup.EventuallyAsync("(SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%AS renewed%')", "the walk waits for the owner");
        await rotating.CommitAsync();
        (await walk).ShouldBe(new RotationReport(1, 0, 1, 0));
        (await rotation.RunAsync(CancellationToken.None)).ShouldBe(new RotationReport(1, 1, 0, 0));
        var stored = (byte[])(await setup.Application.ScalarAsync("SELECT secret FROM generation.webhook_endpoints"))!;
        Secrets(New).Decrypt(id, stored).ShouldBe(secret);
    }

    [Fact]
    public async Task SecretUnderNeitherKey_IsToldAndLeftAsItIs()
    {
        await using var setup = await fixture.SetUpAsync();
        await setup.AddAsync();
        (await RunAsync(New, "")).ShouldBe((1, "1 webhooks: 0 moved to the current key, 0 left under the previous one, 1 under neither"));
        (await ReadableAsync(Old)).ShouldBe(1);
        (await RunAsync(New, New)).Code.ShouldBe(78);
    }

    private async Task<(int Code, string Output)> RunAsync(string key, string previous)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        var code = await RotateWebhookSecrets.RunAsync(
            ["--ConnectionStrings:generationdb", fixture.Application.ConnectionString, "--Webhooks:EncryptionKey", key, "--Webhooks:PreviousEncryptionKey", previous], output);
        return (code, output.ToString().TrimEnd());
    }

    private async Task<int> ReadableAsync(string key, string previous = "")
    {
        await using var command = fixture.Application.Database.CreateCommand("SELECT id, secret FROM generation.webhook_endpoints");
        await using var row = await command.ExecuteReaderAsync();
        var count = 0;
        while (await row.ReadAsync())
            count += Secrets(key, previous).Decrypt(row.GetGuid(0), row.GetFieldValue<byte[]>(1)) is null ? 0 : 1;
        return count;
    }

    private static WebhookSecrets Secrets(string key, string previous = "") =>
        new(Microsoft.Extensions.Options.Options.Create(new WebhookOptions { EncryptionKey = key, PreviousEncryptionKey = previous }));
}

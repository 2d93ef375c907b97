using NanoBanana.Contracts.Events;
using NanoBanana.Testing.Emulators;
using Npgsql;

namespace NanoBanana.Generation.Tests.Webhooks;

/// <summary>What is not lost, and who is not held up.</summary>
public sealed class WebhookOutageTests
{
    [Fact]
    public async Task ProcessKilledBetweenSendingAndNoting_SendsTheSameEventAgain()
    {
        await using var setup = await WebhookSetup.CreateAsync();
        await setup.AddAsync();
        await setup.Instance.DisposeAsync();
        await using var process = setup.Application.CreateProcess();
        await process.StartAndWaitAsync();
        var answering = new TaskCompletionSource();
        setup.Receiver.Switchboard.Until = answering.Task;
        await setup.LogAsync(null, EventTypes.GenerationCompleted);
        await setup.Receiver.Switchboard.WaitForRequestsAsync(1);
        await using (var roadblock = await Roadblock.OnAsync(setup.Application.ConnectionString, "generation.webhook_deliveries"))
        {
            answering.SetResult();
            await roadblock.WaitForWriterAsync();
            await process.KillAsync();

            // What a dead process has sent its database waits there still.
            await roadblock.DropWritersAsync();
        }

        await setup.EventuallyAsync("(SELECT state = 'pending' AND lease IS NOT NULL AND tries = 1 FROM generation.webhook_deliveries)", "nobody noted it");
        await setup.ScalarAsync("UPDATE generation.webhook_deliveries SET next_try_at = now()");
        await process.StartAndWaitAsync();
        await setup.DeliveriesAsync(1, "delivered");
        setup.Receiver.Received.Count.ShouldBe(2);
        setup.Receiver.Received[1].Id.ShouldBe(setup.Receiver.Received[0].Id);
        setup.Receiver.Received[1].Signers.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task PostgresAway_WhileADeliveryIsUnderWay_IsWaitedForAndItIsSentOnce()
    {
        await using var setup = await WebhookSetup.CreateAsync();
        await setup.AddAsync();
        await setup.Instance.DisposeAsync();
        var direct = new NpgsqlConnectionStringBuilder(setup.Application.ConnectionString);
        await using var gate = new TcpGate(new Uri($"http://{direct.Host}:{direct.Port}"));
        var gated = new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Host = "127.0.0.1", Port = gate.Address.Port, Timeout = 1, CommandTimeout = 2 };
        await using var instance = await setup.Application.StartInstanceAsync(("ConnectionStrings:generationdb", gated.ConnectionString));
        var answering = new TaskCompletionSource();
        setup.Receiver.Switchboard.Until = answering.Task;
        await setup.LogAsync(null, EventTypes.GenerationCompleted);
        await setup.Receiver.Switchboard.WaitForRequestsAsync(1);
        gate.Shut();
        answering.SetResult();
        for (var waited = 0; gate.Held < 3 && waited < 200; waited++)
            await Task.Delay(50);
        gate.Held.ShouldBeGreaterThanOrEqualTo(3);
        await setup.LogAsync(null, EventTypes.GenerationFailed);
        gate.Open();

        await setup.DeliveriesAsync(2, "delivered");
        setup.Receiver.Received.Select(static one => one.Type).ShouldBe([EventTypes.GenerationCompleted, EventTypes.GenerationFailed]);
    }

    [Fact]
    public async Task ReceiverThatHangs_WithManyDeliveries_HoldsUpNobodyElse()
    {
        await using var setup = await WebhookSetup.CreateAsync();
        await setup.AddAsync();
        setup.Receiver.Switchboard.Default = "hang";
        await using var other = await WebhookReceiver.StartAsync();
        await setup.ScalarAsync($"""
            INSERT INTO generation.events (account_id, sequence, type, job_id, data)
            SELECT '{setup.Account}', number, 'generation.completed', gen_random_uuid(), jsonb_build_object() FROM generate_series(1, 2000) AS number
            """);
        await setup.ReceivedAsync(4);
        await setup.ScalarAsync($"UPDATE generation.webhook_endpoints SET url = '{other.Address}'");
        await setup.ScalarAsync($"UPDATE generation.accounts SET last_event = 2000 WHERE account_id = '{setup.Account}'");
        await setup.ScalarAsync($"INSERT INTO generation.accounts (account_id, last_event) VALUES ('{setup.Account}', 2000) ON CONFLICT DO NOTHING");

        await setup.LogAsync(null, EventTypes.GenerationFailed);
        await setup.Application.EventuallyAsync(() => Task.FromResult(other.Received.Any(static one => one.Type == EventTypes.GenerationFailed)), "the other host got its own", seconds: 5);

        setup.Receiver.Received.Count.ShouldBe(4);
    }

    [Fact]
    public async Task ProcessThatStops_WhileAReceiverHangs_HandsTheDeliveryBack()
    {
        await using var setup = await WebhookSetup.CreateAsync();
        await setup.AddAsync();
        setup.Receiver.Switchboard.Next("hang");
        await setup.LogAsync(null, EventTypes.GenerationCompleted);
        await setup.ReceivedAsync(1);
        await setup.Instance.DisposeAsync();
        (await setup.ScalarAsync("SELECT lease IS NULL AND tries = 0 AND state = 'pending' FROM generation.webhook_deliveries")).ShouldBe(true);

        await using var next = await setup.Application.StartInstanceAsync();
        await setup.DeliveriesAsync(1, "delivered");
    }

    [Fact]
    public async Task EventOfATransactionThatFails_IsDeliveredToNobody()
    {
        await using var setup = await WebhookSetup.CreateAsync();
        await setup.AddAsync();
        await using (var connection = await setup.Application.Database.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var command = new NpgsqlCommand("SELECT generation.append_event($1, 'generation.completed', '{}')::text", connection, transaction)
            {
                Parameters = { new() { Value = setup.Account } },
            };
            await command.ExecuteScalarAsync();
            await transaction.RollbackAsync();
        }

        await setup.LogAsync(null, EventTypes.GenerationFailed);
        await setup.DeliveriesAsync(1, "delivered");
        setup.Receiver.Received.ShouldHaveSingleItem().Type.ShouldBe(EventTypes.GenerationFailed);
    }

    [Fact]
    public async Task OldDeliveries_Swept_AreForgottenAndPendingOnesKept()
    {
        await using var setup = await WebhookSetup.CreateAsync();
        await setup.AddAsync();
        for (var i = 0; i < 3; i++)
            await setup.LogAsync(null, EventTypes.GenerationCompleted);
        await setup.DeliveriesAsync(3, "delivered");
        await setup.Instance.DisposeAsync();
        await setup.ScalarAsync("UPDATE generation.webhook_deliveries SET created_at = now() - interval '31 days' WHERE event_sequence < 3");
        await setup.ScalarAsync("UPDATE generation.webhook_deliveries SET state = 'pending', delivered_at = NULL, next_try_at = now() + interval '1 day' WHERE event_sequence = 2");
        using var services = new WebhookSweepSetup(setup.Application.Database);
        (await services.Sweep.SweepAsync(CancellationToken.None)).ShouldBe(1);
        (await setup.ScalarAsync("SELECT string_agg(event_sequence::text, ',' ORDER BY event_sequence) FROM generation.webhook_deliveries")).ShouldBe("2,3");
        await setup.ScalarAsync("UPDATE generation.webhook_deliveries SET next_try_at = now() - interval '90 seconds' WHERE event_sequence = 2");
        await services.Sweep.MeasureAsync(CancellationToken.None);
        services.Metrics.OldestSeconds.ShouldBeInRange(89, 120);
    }
}

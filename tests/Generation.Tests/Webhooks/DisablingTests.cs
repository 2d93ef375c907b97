using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Contracts.Events;
using NanoBanana.Generation.Webhooks;

namespace NanoBanana.Generation.Tests.Webhooks;

/// <summary>When nothing more is sent to an endpoint.</summary>
public sealed class DisablingTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>, IAsyncLifetime
{
    private WebhookSetup _setup = null!;

    public async ValueTask InitializeAsync() => _setup = await fixture.SetUpAsync();

    public ValueTask DisposeAsync() => _setup.DisposeAsync();

    [Fact]
    public async Task Endpoint_ThatAnswersGone_IsDisabledAndTheOthersAreTold()
    {
        var gone = await _setup.AddAsync();
        _setup.Receiver.Switchboard.Next("http:410");
        var job = await _setup.LogAsync(null, EventTypes.GenerationCompleted);
        await _setup.EventuallyAsync("(SELECT NOT is_enabled FROM generation.webhook_endpoints)", "it was disabled");
        await _setup.DeliveriesAsync(1, "failed");

        var shown = await _setup.GetAsync($"/v1/webhooks/{gone["id"]}");
        ((string)shown["disabled_reason"]!).ShouldBe("gone");
        var logged = JsonNode.Parse((string)(await _setup.ScalarAsync("SELECT data::text FROM generation.events WHERE type = 'webhook.disabled' AND sequence = 2"))!)!;
        ((string)logged["id"]!).ShouldBe((string)gone["id"]!);
        ((string)logged["reason"]!).ShouldBe("gone");
        (await _setup.Application.ScalarAsync("SELECT event_type || ' ' || subject || ' ' || why FROM generation.notification_outbox WHERE account_id = @account", ("account", _setup.Account))).ShouldBe($"webhook.disabled {gone["id"]} gone");
        await _setup.LogAsync(job, EventTypes.GenerationFailed);
        ((long)(await _setup.ScalarAsync("SELECT count(*) FROM generation.webhook_deliveries"))!).ShouldBe(1);
        foreach (var path in new[] { "test", $"deliveries/{(await DeliveryAsync(gone))["id"]}/redeliver" })
            ((string)(await _setup.PostAsync($"/v1/webhooks/{gone["id"]}/{path}", HttpStatusCode.Conflict))["code"]!).ShouldBe("webhook.disabled");

        await _setup.AddAsync(EventTypes.WebhookDisabled);
        using (var enabled = await _setup.Client.PatchAsJsonAsync($"/v1/webhooks/{gone["id"]}", new { is_enabled = true }))
            await enabled.ShouldBeAsync(HttpStatusCode.OK);
        _setup.Receiver.Switchboard.Next("http:410");
        await _setup.PostAsync($"/v1/webhooks/{gone["id"]}/test");
        await _setup.ReceivedAsync(3);
        _setup.Receiver.Received[2].Type.ShouldBe(EventTypes.WebhookDisabled);
    }

    [Theory]
    [InlineData(73, 3, true)]
    [InlineData(71, 3, false)]
    [InlineData(73, 1, false)]
    public async Task Endpoint_ThatFailsForThreeDays_IsDisabled(int hours, int tries, bool isDisabled)
    {
        var made = await _setup.AddAsync();
        _setup.Receiver.Switchboard.Default = "http:500";
        await _setup.ScalarAsync($"UPDATE generation.webhook_endpoints SET failing_since = now() - interval '{hours} hours'");
        await _setup.LogAsync(null, EventTypes.GenerationCompleted);
        for (var count = 1; count <= tries; count++)
        {
            await _setup.EventuallyAsync($"(SELECT tries >= {count} AND lease IS NULL FROM generation.webhook_deliveries)", "it failed");
            if (count < tries)
                await _setup.HurryAsync();
        }

        if (isDisabled)
            await _setup.EventuallyAsync("(SELECT NOT is_enabled FROM generation.webhook_endpoints)", "it was disabled");
        var shown = await _setup.GetAsync($"/v1/webhooks/{made["id"]}");
        ((bool)shown["is_enabled"]!).ShouldBe(!isDisabled);
        ((string?)shown["disabled_reason"]).ShouldBe(isDisabled ? "failing" : null);
        ((long)(await _setup.ScalarAsync("SELECT count(*) FROM generation.events WHERE type = 'webhook.disabled'"))!).ShouldBe(isDisabled ? 1 : 0);
    }

    [Fact]
    public async Task Success_AfterFailures_EndsTheTimeOfFailing()
    {
        var made = await _setup.AddAsync();
        _setup.Receiver.Switchboard.Next("http:500");
        await _setup.LogAsync(null, EventTypes.GenerationCompleted);
        await _setup.EventuallyAsync("(SELECT failing_since IS NOT NULL FROM generation.webhook_endpoints)", "it fails");
        await _setup.HurryAsync();
        await _setup.DeliveriesAsync(1, "delivered");
        (await _setup.GetAsync($"/v1/webhooks/{made["id"]}"))["failing_since"].ShouldBeNull();
    }

    [Theory]
    [InlineData(true, "endpoint_disabled")]
    [InlineData(false, "endpoint_deleted")]
    public async Task Waiting_ForAnEndpointThatIsTakenAway_IsNotSent(bool isDisabled, string error)
    {
        var made = await _setup.AddAsync();
        _setup.Receiver.Switchboard.Next("http:500");
        await _setup.LogAsync(null, EventTypes.GenerationCompleted);
        await _setup.EventuallyAsync("(SELECT last_error = 'status' AND lease IS NULL FROM generation.webhook_deliveries)", "it waits");
        using (var taken = isDisabled
            ? await _setup.Client.PatchAsJsonAsync($"/v1/webhooks/{made["id"]}", new { is_enabled = false })
            : await _setup.Client.DeleteAsync(new Uri($"/v1/webhooks/{made["id"]}", UriKind.Relative)))
        {
            await taken.ShouldBeAsync(isDisabled ? HttpStatusCode.OK : HttpStatusCode.NoContent);
        }

        await _setup.EventuallyAsync($"(SELECT state = 'failed' AND last_error = '{error}' FROM generation.webhook_deliveries)", "it was given up");
        _setup.Receiver.Received.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("UPDATE generation.webhook_endpoints SET is_enabled = false, disabled_reason = 'owner'", "endpoint_disabled")]
    [InlineData("DELETE FROM generation.webhook_endpoints", "endpoint_deleted")]
    [InlineData("DELETE FROM generation.events", "event_expired")]
    public async Task Delivery_WrittenAtTheMomentItsEndpointOrEventGoes_EndsUnsent(string taken, string error)
    {
        // It changes a table.
        await using var setup = await WebhookSetup.CreateAsync();
        await setup.AddAsync();
        await using (await Roadblock.OnAsync(setup.Application.ConnectionString, "generation.webhook_endpoints"))
        {
            // A delivery that is not due yet stands for one that the statements above cannot see.
            await setup.ScalarAsync("ALTER TABLE generation.webhook_deliveries ALTER next_try_at SET DEFAULT now() + interval '1 hour'");
            await setup.LogAsync(null, EventTypes.GenerationCompleted);
        }

        await setup.ScalarAsync(taken);
        await setup.HurryAsync();
        await setup.EventuallyAsync($"(SELECT state = 'failed' AND last_error = '{error}' FROM generation.webhook_deliveries)", "it ended");
        setup.Receiver.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task EndpointOfOneJob_Added_IsToldOfThatJobAloneAndShownNowhere()
    {
        var store = _setup.Instance.Services.GetRequiredService<WebhookStore>();
        var job = Guid.NewGuid();
        var secret = WebhookSecrets.New();
        var added = new NewWebhook(WebhookIds.New(), _setup.Account, _setup.Receiver.Address.AbsoluteUri, [EventTypes.GenerationCompleted], secret);
        await using (var connection = await _setup.Application.Database.OpenConnectionAsync())
            await store.AddForJobAsync(added, job, WebhookSource.Lab, connection, CancellationToken.None);
        _setup.Receiver.Trust(WebhookSecrets.ToWire(secret));

        await _setup.LogAsync(null, EventTypes.GenerationCompleted);
        await _setup.LogAsync(job, EventTypes.GenerationStarted, EventTypes.GenerationCompleted);
        await _setup.DeliveriesAsync(1, "delivered");

        _setup.Receiver.Received.ShouldHaveSingleItem().Signers.ShouldBe([WebhookSecrets.ToWire(secret)]);
        (await _setup.GetAsync("/v1/webhooks"))["items"]!.AsArray().ShouldBeEmpty();
        using var shown = await _setup.Client.GetAsync(new Uri($"/v1/webhooks/{WebhookIds.ToWire(added.Id)}", UriKind.Relative));
        await shown.ShouldBeAsync(HttpStatusCode.NotFound);
    }

    private async Task<JsonNode> DeliveryAsync(JsonNode webhook) => (await _setup.GetAsync($"/v1/webhooks/{webhook["id"]}/deliveries"))["items"]![0]!;
}

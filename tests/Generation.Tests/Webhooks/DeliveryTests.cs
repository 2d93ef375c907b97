using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Events;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Webhooks;

/// <summary>What arrives at an endpoint.</summary>
public sealed class DeliveryTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>
{
    [Fact]
    public async Task GenerationThatEnds_WithAWebhook_IsDeliveredOnceAndSigned()
    {
        await using var setup = await fixture.SetUpAsync();
        var webhook = await setup.AddAsync();

        using var made = await GenerationApplication.GenerateAsync(setup.Client, "told of");
        var id = (string)(await made.ShouldBeAsync(HttpStatusCode.Created))!["id"]!;
        await setup.DeliveriesAsync(1, "delivered");

        var received = setup.Receiver.Received.ShouldHaveSingleItem();
        received.Signers.ShouldBe([(string)webhook["secret"]!]);
        received.Type.ShouldBe(EventTypes.GenerationCompleted);
        received.Id.ShouldBe((string)received.Json["id"]!);
        received.Id.ShouldMatch("^evt_[0-9a-f-]{36}$");
        ((string)received.Json["data"]!["id"]!).ShouldBe(id);
        ((string)received.Json["timestamp"]!).ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        ((long)received.Json["sequence"]!).ShouldBeGreaterThan(0);
        received.Json.AsObject().Select(static pair => pair.Key).ShouldBe(["id", "type", "timestamp", "sequence", "data"]);
        Math.Abs(received.Timestamp - TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()).ShouldBeLessThan(60);
    }

    [Fact]
    public async Task Delivery_Sent_CarriesNothingOfOursButItsTrace()
    {
        await using var setup = await fixture.SetUpAsync();
        await setup.AddAsync();
        await setup.LogAsync(null, EventTypes.GenerationCompleted);
        await setup.ReceivedAsync(1);

        // The trace comes along only while somebody collects spans, as another test of this process may.
        setup.Receiver.Received[0].Headers.Keys.Except(["traceparent"], StringComparer.Ordinal).Order(StringComparer.OrdinalIgnoreCase).ShouldBe(
            ["Content-Length", "Content-Type", "Host", "User-Agent", "webhook-id", "webhook-signature", "webhook-timestamp"]);
        setup.Receiver.Received[0].Headers["Content-Type"].ShouldBe("application/json");
    }

    [Fact]
    public async Task Types_Chosen_AreTheOnlyOnesDelivered()
    {
        await using var setup = await fixture.SetUpAsync();
        await setup.AddAsync(EventTypes.GenerationStarted, EventTypes.BatchProgress);

        await setup.LogAsync(null, EventTypes.GenerationQueued, EventTypes.GenerationStarted, EventTypes.GenerationCompleted);
        await setup.DeliveriesAsync(1, "delivered");

        setup.Receiver.Received.ShouldHaveSingleItem().Type.ShouldBe(EventTypes.GenerationStarted);
    }

    [Fact]
    public async Task SomebodyElsesEvents_Logged_AreNotDelivered()
    {
        await using var setup = await fixture.SetUpAsync();
        await setup.AddAsync();
        using var stranger = setup.Instance.ClientFor(GenerationApplication.KeyOf(Guid.NewGuid()));
        using var made = await GenerationApplication.GenerateAsync(stranger, "a stranger's");
        await made.ShouldBeAsync(HttpStatusCode.Created);
        ((long)(await setup.ScalarAsync("SELECT count(*) FROM generation.events"))!).ShouldBeGreaterThan(0);
        ((long)(await setup.ScalarAsync("SELECT count(*) FROM generation.webhook_deliveries"))!).ShouldBe(0);
    }

    [Fact]
    public async Task DeliveryThatFails_TriedAgain_HasTheSameIdAndBodyAndItsOwnTimestamp()
    {
        await using var setup = await fixture.SetUpAsync();
        var webhook = await setup.AddAsync();
        setup.Receiver.Switchboard.Next("http:500");
        await setup.LogAsync(null, EventTypes.GenerationCompleted);
        await setup.EventuallyAsync("(SELECT last_status = 500 AND lease IS NULL FROM generation.webhook_deliveries)", "the first try failed");
        var due = (double)(await setup.ScalarAsync("SELECT extract(epoch FROM next_try_at - now())::float8 FROM generation.webhook_deliveries"))!;
        due.ShouldBeInRange(2, 6);

        await setup.DeliveriesAsync(1, "delivered");

        var tries = setup.Receiver.Received;
        tries.Count.ShouldBe(2);
        tries[1].Id.ShouldBe(tries[0].Id);
        tries[1].Body.ShouldBe(tries[0].Body);
        tries[1].Timestamp.ShouldBeGreaterThan(tries[0].Timestamp);
        tries.ShouldAllBe(one => one.Signers.Count == 1);
        var delivery = (await setup.GetAsync($"/v1/webhooks/{webhook["id"]}/deliveries"))["items"]![0]!;
        ((int)delivery["tries"]!).ShouldBe(2);
        ((int)delivery["last_status"]!).ShouldBe(204);
        delivery["last_error"].ShouldBeNull();
        delivery["next_try_at"].ShouldBeNull();
        ((string)delivery["event_id"]!).ShouldBe(tries[0].Id);
    }

    [Theory]
    [InlineData("after:120", 119, 121)]
    [InlineData("busy:120", 119, 121)]
    [InlineData("after:1", 2, 6)]
    [InlineData("after:999999", 3_595, 3_600)]
    public async Task RetryAfter_Answered_IsHonouredForAnHourAtMost(string behaviour, int least, int most)
    {
        await using var setup = await fixture.SetUpAsync();
        await setup.AddAsync();
        setup.Receiver.Switchboard.Next(behaviour);
        await setup.LogAsync(null, EventTypes.GenerationCompleted);
        await setup.EventuallyAsync("(SELECT last_error IS NOT NULL FROM generation.webhook_deliveries)", "the try failed");
        ((double)(await setup.ScalarAsync("SELECT extract(epoch FROM next_try_at - now())::float8 FROM generation.webhook_deliveries"))!)
            .ShouldBeInRange(least, most);
    }

    [Fact]
    public async Task DayThatIsOver_AtAFailure_EndsTheDelivery()
    {
        await using var setup = await fixture.SetUpAsync();
        await setup.AddAsync();
        setup.Receiver.Switchboard.Next("http:500", 2);
        await setup.LogAsync(null, EventTypes.GenerationCompleted);
        await setup.EventuallyAsync("(SELECT last_error IS NOT NULL FROM generation.webhook_deliveries)", "the first try failed");
        await setup.ScalarAsync("UPDATE generation.webhook_deliveries SET give_up_at = now(), next_try_at = now()");
        await setup.DeliveriesAsync(1, "failed");
        setup.Receiver.Received.Count.ShouldBe(2);
    }
}

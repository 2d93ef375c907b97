using System.Net;
using NanoBanana.Contracts.Events;

namespace NanoBanana.Generation.Tests.Webhooks;

/// <summary>Secrets that are changed while deliveries go on.</summary>
public sealed class RotationTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>
{
    [Fact]
    public async Task Rotation_ForADay_SignsWithBothAndASecondOneDropsTheOldest()
    {
        await using var setup = await fixture.SetUpAsync();
        var made = await setup.AddAsync();
        var first = (string)made["secret"]!;
        var rotated = await setup.PostAsync($"/v1/webhooks/{made["id"]}/rotate");
        var second = (string)rotated["secret"]!;
        second.ShouldNotBe(first);
        rotated["previous_secret_until"]!.GetValue<DateTimeOffset>().ShouldBe(TimeProvider.System.GetUtcNow().AddHours(24), TimeSpan.FromMinutes(1));
        setup.Receiver.Trust(second);

        await setup.LogAsync(null, EventTypes.GenerationCompleted);
        await setup.ReceivedAsync(1);
        setup.Receiver.Received[0].Signers.ShouldBe([first, second]);

        var third = (string)(await setup.PostAsync($"/v1/webhooks/{made["id"]}/rotate"))["secret"]!;
        setup.Receiver.Trust(third);
        await setup.LogAsync(null, EventTypes.GenerationCompleted);
        await setup.ReceivedAsync(2);
        setup.Receiver.Received[1].Signers.ShouldBe([second, third]);

        await setup.ScalarAsync("UPDATE generation.webhook_endpoints SET previous_until = now()");
        await setup.LogAsync(null, EventTypes.GenerationCompleted);
        await setup.ReceivedAsync(3);
        setup.Receiver.Received[2].Signers.ShouldBe([third]);
        (await setup.GetAsync($"/v1/webhooks/{made["id"]}"))["previous_secret_until"].ShouldBeNull();
    }

    [Fact]
    public async Task SecretOfAnotherKey_Met_IsNotSentAndMendedByARotation()
    {
        await using var setup = await fixture.SetUpAsync();
        var made = await setup.AddAsync();
        await setup.ScalarAsync("UPDATE generation.webhook_endpoints SET secret = overlay(secret placing 'x'::bytea from 20)");
        await setup.LogAsync(null, EventTypes.GenerationCompleted);
        await setup.EventuallyAsync("(SELECT last_error = 'secret_unreadable' AND state = 'pending' FROM generation.webhook_deliveries)", "it was not sent");
        setup.Receiver.Received.ShouldBeEmpty();

        var secret = (string)(await setup.PostAsync($"/v1/webhooks/{made["id"]}/rotate"))["secret"]!;
        setup.Receiver.Trust(secret);
        await setup.HurryAsync();
        await setup.ReceivedAsync(1);
        setup.Receiver.Received[0].Signers.ShouldBe([secret]);
    }

    [Fact]
    public async Task Test_OfAnEndpoint_IsDeliveredToItAloneAndToldAtOnce()
    {
        await using var setup = await fixture.SetUpAsync();
        var made = await setup.AddAsync();
        await setup.AddAsync();
        var tried = await setup.PostAsync($"/v1/webhooks/{made["id"]}/test");
        ((string)tried["state"]!).ShouldBe("delivered");
        ((int)tried["last_status"]!).ShouldBe(204);
        ((int)tried["last_duration_ms"]!).ShouldBeInRange(0, 5_000);
        var received = setup.Receiver.Received.ShouldHaveSingleItem();
        received.Type.ShouldBe(EventTypes.WebhookTest);
        ((string)received.Json["data"]!["id"]!).ShouldBe((string)made["id"]!);

        setup.Receiver.Switchboard.Next("http:503");
        var failed = await setup.PostAsync($"/v1/webhooks/{made["id"]}/test");
        ((string)failed["state"]!).ShouldBe("failed");
        ((int)failed["last_status"]!).ShouldBe(503);

        setup.Receiver.Switchboard.Next("hang");
        var pending = await setup.PostAsync($"/v1/webhooks/{made["id"]}/test");
        ((string)pending["state"]!).ShouldBe("pending");
        pending["last_status"].ShouldBeNull();
    }

    [Fact]
    public async Task Redelivery_OfAnEnd_SendsTheSameEventOnceMore()
    {
        await using var setup = await fixture.SetUpAsync();
        var made = await setup.AddAsync();
        await setup.LogAsync(null, EventTypes.GenerationCompleted);
        await setup.DeliveriesAsync(1, "delivered");
        var delivery = (await setup.GetAsync($"/v1/webhooks/{made["id"]}/deliveries"))["items"]![0]!;

        var again = await setup.PostAsync($"/v1/webhooks/{made["id"]}/deliveries/{delivery["id"]}/redeliver", HttpStatusCode.Accepted);

        ((string)again["id"]!).ShouldBe((string)delivery["id"]!);
        await setup.ReceivedAsync(2);
        await setup.DeliveriesAsync(1, "delivered");
        setup.Receiver.Received[1].Id.ShouldBe(setup.Receiver.Received[0].Id);
        setup.Receiver.Received[1].Body.ShouldBe(setup.Receiver.Received[0].Body);
    }

    [Fact]
    public async Task Deliveries_Paged_ComeNewestFirstOnceEachAndByState()
    {
        await using var setup = await fixture.SetUpAsync();
        var made = await setup.AddAsync();
        for (var i = 0; i < 5; i++)
            await setup.LogAsync(null, EventTypes.GenerationCompleted);
        await setup.DeliveriesAsync(5, "delivered");
        var path = $"/v1/webhooks/{made["id"]}/deliveries?limit=2";
        var sequences = new List<long>();
        string? cursor = null;
        do
        {
            var page = await setup.GetAsync(cursor is null ? path : $"{path}&cursor={cursor}");
            sequences.AddRange(page["items"]!.AsArray().Select(static item => (long)item!["sequence"]!));
            cursor = (string?)page["next_cursor"];
        }
        while (cursor is not null);
        sequences.ShouldBe([5, 4, 3, 2, 1]);
        (await setup.GetAsync($"{path}&state=failed"))["items"]!.AsArray().ShouldBeEmpty();
        foreach (var query in new[] { "state=lost", "limit=0", "limit=101", "cursor=nonsense" })
        {
            using var wrong = await setup.Client.GetAsync(new Uri($"/v1/webhooks/{made["id"]}/deliveries?{query}", UriKind.Relative));
            (await wrong.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!["errors"]!.ToJsonString().ShouldContain(query.Split('=')[0]);
        }
    }
}

using System.Globalization;
using NanoBanana.Contracts.Events;

namespace NanoBanana.Generation.Tests.Webhooks;

/// <summary>In which order events arrive, and how often.</summary>
public sealed class DeliveryOrderTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>
{
    [Fact]
    public async Task EventsOfOneSubject_WhoseFirstFails_ArriveInOrderUntilItHasFailedThreeTimes()
    {
        await using var setup = await fixture.SetUpAsync();
        await setup.AddAsync(EventTypes.GenerationStarted, EventTypes.GenerationCompleted);
        setup.Receiver.Switchboard.Next("http:500", 2);
        var job = await setup.LogAsync(null, EventTypes.GenerationStarted);
        await setup.EventuallyAsync("(SELECT last_error IS NOT NULL FROM generation.webhook_deliveries)", "the first try failed");
        await setup.LogAsync(job, EventTypes.GenerationCompleted);
        for (var tries = 2; tries <= 3; tries++)
        {
            await setup.HurryAsync();
            await setup.EventuallyAsync($"(SELECT max(tries) = {tries} AND bool_and(lease IS NULL) FROM generation.webhook_deliveries WHERE type = 'generation.started')", "it was tried again");
        }

        await setup.DeliveriesAsync(2, "delivered");
        setup.Receiver.Received.Select(static one => one.Type).ShouldBe(
            [EventTypes.GenerationStarted, EventTypes.GenerationStarted, EventTypes.GenerationStarted, EventTypes.GenerationCompleted]);
    }

    [Fact]
    public async Task EventOfASubject_WhoseFirstFailedThreeTimes_WaitsNoLonger()
    {
        await using var setup = await fixture.SetUpAsync();
        await setup.AddAsync(EventTypes.GenerationStarted, EventTypes.GenerationCompleted);
        var job = await setup.LogAsync(null);
        setup.Receiver.Switchboard.Next("http:500", 3);
        await setup.LogAsync(job, EventTypes.GenerationStarted, EventTypes.GenerationCompleted);
        for (var tries = 1; tries <= 3; tries++)
        {
            await setup.EventuallyAsync($"(SELECT max(tries) = {tries} AND bool_and(lease IS NULL) FROM generation.webhook_deliveries WHERE type = 'generation.started')", "it failed");
            await setup.HurryAsync();
        }

        await setup.EventuallyAsync("(SELECT count(*) = 1 FROM generation.webhook_deliveries WHERE type = 'generation.completed' AND state = 'delivered')", "the later one arrived");
        setup.Receiver.Received.Take(3).ShouldAllBe(static one => one.Type == EventTypes.GenerationStarted);
    }

    [Fact]
    public async Task ManyEventsOfManySubjects_AndTwoProcesses_ArriveOnceEach()
    {
        await using var setup = await fixture.SetUpAsync();
        await setup.AddAsync(EventTypes.GenerationStarted, EventTypes.GenerationCompleted);
        await using var second = await setup.Application.StartInstanceAsync();
        setup.Receiver.Switchboard.Latency = TimeSpan.FromMilliseconds(5);
        await setup.ScalarAsync($"""
            INSERT INTO generation.events (account_id, sequence, type, job_id, data)
            SELECT '{setup.Account}', number, CASE WHEN number <= 100 THEN 'generation.started' ELSE 'generation.completed' END,
                md5((number % 100)::text)::uuid, jsonb_build_object()
            FROM generate_series(1, 200) AS number
            """);
        await setup.DeliveriesAsync(200, "delivered");

        setup.Receiver.Received.Count.ShouldBe(200);
        setup.Receiver.Received.Select(static one => one.Id).Distinct(StringComparer.Ordinal).Count().ShouldBe(200);
        foreach (var subject in setup.Receiver.Received.GroupBy(static one => (long)one.Json["sequence"]! % 100))
            subject.Select(static one => one.Type).ShouldBe([EventTypes.GenerationStarted, EventTypes.GenerationCompleted], subject.Key.ToString(CultureInfo.InvariantCulture));
    }
}

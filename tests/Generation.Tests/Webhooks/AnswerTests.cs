using NanoBanana.Contracts.Events;

namespace NanoBanana.Generation.Tests.Webhooks;

/// <summary>What an endpoint answers, and what becomes of the delivery.</summary>
public sealed class AnswerTests(HastyWebhookFixture fixture) : IClassFixture<HastyWebhookFixture>
{
    [Theory]
    [InlineData("http:404", "status", 404)]
    [InlineData("redirect:/elsewhere", "redirect", 302)]
    [InlineData("reset", "broken_answer", null)]
    [InlineData("hang", "timeout", null)]
    public async Task Answer_ThatIsNoSuccess_IsKeptAsItsStatusAndAWordOfOurs(string behaviour, string error, int? status)
    {
        await using var setup = await fixture.SetUpAsync();
        var webhook = await setup.AddAsync();
        setup.Receiver.Switchboard.Next(behaviour);
        await setup.LogAsync(null, EventTypes.GenerationCompleted);
        await setup.EventuallyAsync("(SELECT last_error IS NOT NULL FROM generation.webhook_deliveries)", "the try failed");

        var delivery = (await setup.GetAsync($"/v1/webhooks/{webhook["id"]}/deliveries?state=pending"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)delivery["last_error"]!).ShouldBe(error);
        ((int?)delivery["last_status"]).ShouldBe(status);
        delivery["next_try_at"].ShouldNotBeNull();
        setup.Receiver.Received.ShouldAllBe(static one => one.Path == "/hooks");
    }

    [Theory]
    [InlineData("huge")]
    [InlineData("endless")]
    [InlineData("error_cut", "status")]
    public async Task BodyOfAnAnswer_HoweverBad_ChangesNothing(string behaviour, string? error = null)
    {
        await using var setup = await fixture.SetUpAsync();
        await setup.AddAsync();
        setup.Receiver.Switchboard.Next(behaviour);
        await setup.LogAsync(null, EventTypes.GenerationCompleted);
        await setup.EventuallyAsync(
            error is null
                ? "(SELECT state = 'delivered' AND tries = 1 FROM generation.webhook_deliveries)"
                : $"(SELECT last_error = '{error}' FROM generation.webhook_deliveries)", "the status decided");
    }
}

/// <summary>A process that waits for an answer no longer than it must in a test.</summary>
public sealed class HastyWebhookFixture : WebhookFixture
{
    protected override (string Key, string Value)[] Settings => [("Webhooks:TimeoutSeconds", "2")];
}

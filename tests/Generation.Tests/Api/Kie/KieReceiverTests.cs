using System.Net;
using NanoBanana.Contracts.Events;

namespace NanoBanana.Generation.Tests.Api.Kie;

/// <summary>Where callbacks go, and what happens when nobody takes them there.</summary>
public sealed class KieReceiverTests
{
    [Theory]
    [InlineData("https://127.0.0.1:8443/hooks", "URL should lead to a public address")]
    [InlineData("https://169.254.169.254/latest", "URL should lead to a public address")]
    [InlineData("https://[::ffff:10.0.0.1]/", "URL should lead to a public address")]
    [InlineData("https://me:secret@example.com/", "URL should not contain a user name or password")]
    [InlineData("http://example.com/", "URL scheme should be 'https'")]
    public async Task AddressThatMayNotBeReached_IsRefusedByItsField(string address, string fault)
    {
        await using var setup = await KieSetup.CreateAsync(("OUTBOUND_ALLOWED_NETWORKS", ""), ("Webhooks:AllowHttp", "false"));
        (await setup.GenerateAsync(new { prompt = "x", callbackUrl = address })).ShouldBe(
            HttpStatusCode.BadRequest, $$"""{"success":false,"error":"callbackUrl: {{fault}}","message":"callbackUrl: {{fault}}","code":"VALIDATION_ERROR"}""");
        await setup.NothingShouldBeStoredAsync();
    }

    [Fact]
    public async Task Receiver_ThatFails_IsTriedAgainWithTheSameMessage()
    {
        await using var setup = await KieSetup.CreateAsync();
        setup.Hooks.Receiver.Switchboard.Next("http:500");
        var order = (await setup.GenerateAsync(new { prompt = "again", callbackUrl = setup.CallbackUrl })).ShouldBe(HttpStatusCode.Accepted);
        setup.Hooks.Receiver.Trust((string)order.Body["callbackSecret"]!);
        await setup.Hooks.EventuallyAsync("(SELECT last_status = 500 AND lease IS NULL FROM generation.webhook_deliveries)", "the first try failed");
        await setup.Hooks.HurryAsync();
        await setup.Hooks.DeliveriesAsync(1, "delivered");

        var tries = setup.Hooks.Receiver.Received;
        tries.Count.ShouldBe(2);
        (tries[1].Id, tries[1].Body).ShouldBe((tries[0].Id, tries[0].Body));
        tries[1].Signers.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Receiver_ThatIsGone_EndsTheCallbackAndIsNobodysWebhook()
    {
        await using var setup = await KieSetup.CreateAsync();
        setup.Hooks.Receiver.Switchboard.Next("http:410");
        (await setup.GenerateAsync(new { prompt = "gone", callbackUrl = setup.CallbackUrl })).ShouldBe(HttpStatusCode.Accepted);
        await setup.Hooks.DeliveriesAsync(1, "failed");
        (await setup.Application.ScalarAsync("SELECT count(*) FROM generation.events WHERE type = @type", ("type", EventTypes.WebhookDisabled))).ShouldBe(0L);
    }
}

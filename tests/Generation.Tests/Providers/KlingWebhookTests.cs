using System.Text;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Providers.Kling;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>Callbacks: which of them are Kling's, and that they tell every state.</summary>
public sealed class KlingWebhookTests
{
    // The published example of the standard that Kling follows.
    private const string Secret = "whsec_plJ3nmyCDGBKInavdOK15jsl";
    private const string Id = "msg_loFOjxBNrRLzqYUf";
    private const string Timestamp = "1731705121";
    private const string Body = """{"event_type":"ping","data":{"success":true}}""";
    private const string Signature = "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=";

    [Theory]
    [InlineData(Secret, Id, Timestamp, Body, Signature, 0, true)]
    [InlineData("plJ3nmyCDGBKInavdOK15jsl", Id, Timestamp, Body, Signature, 0, true)]
    [InlineData(Secret, Id, Timestamp, Body, "v1a,AAAA v1,AAAA " + Signature, 0, true)]
    [InlineData(Secret, Id, Timestamp, Body, Signature, 300, true)]
    [InlineData(Secret, Id, Timestamp, Body, Signature, -300, true)]
    [InlineData(Secret, Id, Timestamp, Body, Signature, 301, false)]
    [InlineData(Secret, Id, Timestamp, Body, Signature, -301, false)]
    [InlineData(Secret, Id, "1731705122", Body, Signature, 0, false)]
    [InlineData(Secret, Id, "17317051219999999999999", Body, Signature, 0, false)]
    [InlineData(Secret, Id, "-1", Body, Signature, 0, false)]
    [InlineData(Secret, Id, null, Body, Signature, 0, false)]
    [InlineData(Secret, "msg_other", Timestamp, Body, Signature, 0, false)]
    [InlineData(Secret, Id + ".1731705121", Timestamp, Body, Signature, 0, false)]
    [InlineData(Secret, null, Timestamp, Body, Signature, 0, false)]
    [InlineData(Secret, Id, Timestamp, Body + " ", Signature, 0, false)]
    [InlineData(Secret, Id, Timestamp, Body, "v1,rAvfW3dJ", 0, false)]
    [InlineData(Secret, Id, Timestamp, Body, "v1,", 0, false)]
    [InlineData(Secret, Id, Timestamp, Body, "", 0, false)]
    [InlineData(Secret, Id, Timestamp, Body, null, 0, false)]
    [InlineData("", Id, Timestamp, Body, Signature, 0, false)]
    [InlineData("whsec_", Id, Timestamp, Body, Signature, 0, false)]
    [InlineData("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", Id, Timestamp, Body, Signature, 0, false)]
    public void Callback_Verified_IsKlingsOrNot(string secret, string? id, string? timestamp, string body, string? signatures, int secondsOff, bool expected)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_731_705_121 + secondsOff);

        KlingWebhook.Verify(secret, id, timestamp, Encoding.UTF8.GetBytes(body), signatures, now).ShouldBe(expected);
    }

    [Theory]
    [InlineData("kling-v3", "1K", "task_status", "submitted,processing,succeed")]
    [InlineData("kling-3.0", "720p", "status", "submitted,processing,succeeded")]
    public async Task Order_WithACallback_TellsEveryStateSigned(string model, string resolution, string field, string states)
    {
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var kling = await KlingEmulator.StartAsync();
        kling.WebhookSecret = Secret;
        await using var setup = new ProviderSetup(("PROVIDER_KLING_BASE_URL", kling.Address.ToString()), ("PROVIDER_KLING_API_KEY", KlingEmulator.DefaultKey));
        var provider = setup.Polled("kling");

        await provider.EndAsync(await provider.OrderAsync(setup.Request("kling", model, 1024, 1024, resolution) with { DurationSeconds = 5, Callback = new Uri(receiver.Address, "/kling") }));
        await receiver.Calls.WaitForRequestsAsync(3);

        receiver.Calls.Requests.ShouldAllBe(static call => KlingWebhook.Verify(
            Secret, call.Headers["webhook-id"], call.Headers["webhook-timestamp"], Encoding.UTF8.GetBytes(call.Body), call.Headers["webhook-signature"], TimeProvider.System.GetUtcNow()));
        receiver.Calls.Requests.Select(call => JsonNode.Parse(call.Body)![field]!.GetValue<string>()).Order(StringComparer.Ordinal)
            .ShouldBe(states.Split(',').Order(StringComparer.Ordinal));
    }
}

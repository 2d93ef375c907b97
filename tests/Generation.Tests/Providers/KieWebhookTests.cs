using System.Text.Json.Nodes;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Kie;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>Which callbacks are taken for KIE's own.</summary>
public sealed class KieWebhookTests
{
    private const string Key = "hmac-key";
    private const string Stamp = "1800000000";

    // printf 'task1.1800000000' | openssl dgst -sha256 -hmac hmac-key -binary | base64
    private const string Signature = "Nh3ebKC9xCnRdu3bWMa5ek7YmI0qcQgQ2MmmXF8iX04=";

    private static readonly DateTimeOffset Then = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    [InlineData(100_000_000, false)]
    public void TrueCallback_Verified_IsTrueForFiveMinutes(int later, bool isTrue) =>
        KieWebhook.Verify(Key, "task1", Stamp, Signature, Then.AddSeconds(later)).ShouldBe(isTrue);

    [Theory]
    [InlineData(null, Signature)]
    [InlineData("", Signature)]
    [InlineData("soon", Signature)]
    [InlineData("9223372036854775807", Signature)]
    [InlineData("99999999999999999999", Signature)]
    [InlineData("-1800000000", Signature)]
    [InlineData("1800000001", Signature)]
    [InlineData(Stamp, null)]
    [InlineData(Stamp, "")]
    [InlineData(Stamp, "not base64 at all")]
    [InlineData(Stamp, "AAAA")]
    [InlineData(Stamp, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void MissingOrBrokenHeader_Verified_IsFalse(string? timestamp, string? signature) =>
        KieWebhook.Verify(Key, "task1", timestamp, signature, Then).ShouldBeFalse();

    [Theory]
    [InlineData("other", "task1")]
    [InlineData("", "task1")]
    [InlineData(Key, "task2")]
    [InlineData(Key, "")]
    public void OtherKeyOrTask_Verified_IsFalse(string key, string task) => KieWebhook.Verify(key, task, Stamp, Signature, Then).ShouldBeFalse();

    [Fact]
    public async Task TaskWithACallback_Ended_IsToldInACallThatVerifies()
    {
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var kie = await KieEmulator.StartAsync();
        kie.WebhookHmacKey = Key;
        await using var setup = KieSetup.For(kie);
        var request = setup.Request("kie", "nano-banana-2") with { Callback = receiver.Address };

        var accepted = (await setup.Provider("kie").SendAsync(request, CancellationToken.None)).ShouldBeOfType<ProviderResult.Accepted>();
        var (body, headers) = await receiver.FirstAsync();

        JsonNode.Parse(body)!["data"]!["task_id"]!.GetValue<string>().ShouldBe(accepted.TaskId);
        KieWebhook.Verify(Key, accepted.TaskId, headers[KieWebhook.TimestampHeader], headers[KieWebhook.SignatureHeader], TimeProvider.System.GetUtcNow()).ShouldBeTrue();
        var asked = await ((IPolledProvider)setup.Provider("kie")).PollAsync(new ProviderOrder("nano-banana-2", accepted.TaskId), CancellationToken.None);
        asked.ShouldBeOfType<ProviderResult.Located>();
    }
}

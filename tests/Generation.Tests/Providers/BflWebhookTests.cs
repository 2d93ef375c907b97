using System.Text;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Bfl;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>Which callbacks are taken for Black Forest Labs' own.</summary>
public sealed class BflWebhookTests
{
    private const string Secret = "shared";

    // printf '{"id":"1"}' | openssl dgst -sha256 -hmac shared
    private const string Signature = "sha256=ee9b35735d0cf6f89c43e240227c4737852e75e35a3de0f96769e6b46107846f";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"id":"1"}""");

    [Fact]
    public void TrueCallback_Verified_IsTrue()
    {
        BflWebhook.Verify(Secret, Body, Signature).ShouldBeTrue();
        BflWebhook.Verify(Secret, Body, "sha256=" + Signature["sha256=".Length..].ToUpperInvariant()).ShouldBeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("sha256=zz")]
    [InlineData("sha1=0000")]
    public void MissingOrBrokenSignature_Verified_IsFalse(string? header) => BflWebhook.Verify(Secret, Body, header).ShouldBeFalse();

    [Fact]
    public void AnythingChanged_Verified_IsFalse()
    {
        BflWebhook.Verify("other", Body, Signature).ShouldBeFalse();
        BflWebhook.Verify("", Body, Signature).ShouldBeFalse();
        BflWebhook.Verify(Secret, """{"id":"2"}"""u8, Signature).ShouldBeFalse();
        BflWebhook.Verify(Secret, [], Signature).ShouldBeFalse();
        BflWebhook.Verify(Secret, Body, Signature["sha256=".Length..]).ShouldBeFalse();
        BflWebhook.Verify(Secret, Body, Signature + "00").ShouldBeFalse();
        BflWebhook.Verify(Secret, Body, Signature[..^1] + (Signature[^1] == '0' ? '1' : '0')).ShouldBeFalse();
    }

    [Fact]
    public async Task OrderWithACallback_Ended_IsToldInACallThatVerifies()
    {
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var bfl = await BflEmulator.StartAsync();
        await using var setup = BflSetup.For(bfl, ("Providers:Bfl:WebhookSecret", Secret));
        var request = setup.Request("bfl", "flux-2-pro") with { Callback = receiver.Address };

        var accepted = (await setup.Provider("bfl").SendAsync(request, CancellationToken.None)).ShouldBeOfType<ProviderResult.Accepted>();
        var (body, headers) = await receiver.FirstAsync();

        BflWebhook.Verify(Secret, body, headers[BflWebhook.SignatureHeader]).ShouldBeTrue();
        JsonNode.Parse(body)!["id"]!.GetValue<string>().ShouldBe(accepted.TaskId);
    }
}

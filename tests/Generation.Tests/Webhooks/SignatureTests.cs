using System.Text;
using NanoBanana.Generation.Webhooks;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Webhooks;

/// <summary>Signatures and the secrets that make them.</summary>
public sealed class SignatureTests
{
    private const string Secret = "whsec_plJ3nmyCDGBKInavdOK15jsl";
    private const string Id = "msg_loFOjxBNrRLzqYUf";
    private const long Timestamp = 1_731_705_121;
    private const string Expected = "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=";
    private static readonly byte[] Body = """{"event_type":"ping","data":{"success":true}}"""u8.ToArray();

    [Fact]
    public void PublishedExample_Signed_IsAsPublished() =>
        WebhookSignature.Of(Id, Timestamp, Body, [Convert.FromBase64String(Secret[6..])]).ShouldBe(Expected);

    [Fact]
    public void PublishedExample_Verified_NamesItsSecretAlone()
    {
        var other = WebhookSecrets.ToWire(WebhookSecrets.New());
        WebhookReceiver.Signers([Secret, other], Id, "1731705121", Body, Expected).ShouldBe([Secret]);
        WebhookReceiver.Signers([Secret, other], Id, "1731705122", Body, Expected).ShouldBeEmpty();
        WebhookReceiver.Signers([Secret, other], Id, "1731705121", Encoding.UTF8.GetBytes("{}"), Expected).ShouldBeEmpty();
    }

    [Fact]
    public void TwoSecrets_Sign_BySpace()
    {
        var two = WebhookSignature.Of(Id, Timestamp, Body, [WebhookSecrets.New(), Convert.FromBase64String(Secret[6..])]);
        two.Split(' ').Length.ShouldBe(2);
        two.Split(' ')[1].ShouldBe(Expected);
    }

    [Fact]
    public void Secret_Encrypted_IsReadWithItsKeyAndAtItsEndpointOnly()
    {
        var secret = WebhookSecrets.New();
        var endpoint = Guid.NewGuid();
        var stored = Secrets("a-key-of-at-least-thirty-two-characters").Encrypt(endpoint, secret);

        stored.AsSpan().IndexOf(secret).ShouldBe(-1);
        Secrets("a-key-of-at-least-thirty-two-characters").Encrypt(endpoint, secret).ShouldNotBe(stored);
        Secrets("a-key-of-at-least-thirty-two-characters").Decrypt(endpoint, stored).ShouldBe(secret);
        Secrets("b-key-of-at-least-thirty-two-characters").Decrypt(endpoint, stored).ShouldBeNull();
        Secrets("a-key-of-at-least-thirty-two-characters").Decrypt(Guid.NewGuid(), stored).ShouldBeNull();
        stored[^1] ^= 1;
        Secrets("a-key-of-at-least-thirty-two-characters").Decrypt(endpoint, stored).ShouldBeNull();
        Secrets("a-key-of-at-least-thirty-two-characters").Decrypt(endpoint, []).ShouldBeNull();
    }

    [Fact]
    public void Secret_UnderThePreviousKey_IsReadAndRenewedAndNeverEncryptedWithIt()
    {
        const string old = "a-key-of-at-least-thirty-two-characters";
        const string current = "b-key-of-at-least-thirty-two-characters";
        var (secret, endpoint) = (WebhookSecrets.New(), Guid.NewGuid());
        var stored = Secrets(old).Encrypt(endpoint, secret);
        var rotating = Secrets(current, old);

        rotating.Decrypt(endpoint, stored).ShouldBe(secret);
        rotating.Renew(endpoint, stored, out var next).ShouldBe(SecretState.Previous);
        Secrets(current).Decrypt(endpoint, next).ShouldBe(secret);
        Secrets(old).Decrypt(endpoint, next).ShouldBeNull();
        Secrets(old).Decrypt(endpoint, rotating.Encrypt(endpoint, secret)).ShouldBeNull();
        rotating.Renew(endpoint, next, out var same).ShouldBe(SecretState.Current);
        same.ShouldBe(next);
        Secrets(current).Renew(endpoint, stored, out _).ShouldBe(SecretState.Unreadable);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 30)]
    [InlineData(5, 1_800)]
    [InlineData(9, 28_800)]
    [InlineData(12, 28_800)]
    public void Tries_Counted_WaitAsTheTableSays(int tries, int seconds)
    {
        WebhookRetries.After(tries, wish: null, chance: 0).ShouldBe(TimeSpan.FromSeconds(seconds));
        WebhookRetries.After(tries, wish: null, chance: 1).ShouldBe(TimeSpan.FromSeconds(seconds * 1.2));
    }

    [Theory]
    [InlineData(1, 60, 60)]
    [InlineData(1, 2, 5)]
    [InlineData(1, 86_400, 3_600)]
    [InlineData(9, 86_400, 28_800)]
    public void Wish_OfAnEndpoint_LengthensTheWaitAndStaysWithinAnHour(int tries, int wish, int seconds) =>
        WebhookRetries.After(tries, TimeSpan.FromSeconds(wish), chance: 0).ShouldBe(TimeSpan.FromSeconds(seconds));

    private static WebhookSecrets Secrets(string key, string previous = "") =>
        new(Microsoft.Extensions.Options.Options.Create(new WebhookOptions { EncryptionKey = key, PreviousEncryptionKey = previous }));
}

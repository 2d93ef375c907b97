using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Access;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Prompts;

namespace NanoBanana.Generation.Tests.Access;

/// <summary>What depends on the key that signs links, while that is rotated.</summary>
public sealed class KeyRotationTests
{
    private const string Old = "old-image-signing-key-of-32-or-more-characters";
    private const string New = "new-image-signing-key-of-32-or-more-characters";

    [Fact]
    public void Link_OfThePreviousKey_IsGoodUntilThatIsDroppedAndNoneIsSignedWithIt()
    {
        var (name, old) = Signed(Links(Old));
        var (_, rotated) = Signed(Links(New, Old), name);

        Links(New, Old).IsSigned(name, old).ShouldBeTrue();
        Links(Old, New).IsSigned(name, rotated).ShouldBeTrue();
        Links(New).IsSigned(name, old).ShouldBeFalse();
        rotated.ShouldBe(Signed(Links(New), name).Signature);
        Links(New, Old).IsSigned(name, old[..^1]).ShouldBeFalse();
        Links(New, Old).IsSigned("another.png", old).ShouldBeFalse();
        Links(New, Old).IsSigned(name, null).ShouldBeFalse();
    }

    [Fact]
    public void Address_WithAKeyOfItsOwn_IsKnownAgainAfterTheRotation()
    {
        var http = new DefaultHttpContext();
        http.Request.Headers["X-Forwarded-For"] = "203.0.113.7";

        var (account, owner) = Of(Old, "");
        Of(New, Old).ShouldBe((account, owner));
        Of(New, "").Account.ShouldNotBe(account);
        Of(New, "").Owner.ShouldNotBe(owner);

        (Guid Account, Guid Owner) Of(string signing, string address)
        {
            var key = new AddressKey(Options.Create(new AnonymousOptions { AddressKey = address }), Options.Create(new ImageLinkOptions { SigningKey = signing }));
            return (new AnonymousAccount(key).Of(http.Request), new PromptOwners(key).Of(Principal.Anonymous, http).Id);
        }
    }

    private static (string Name, string Signature) Signed(ImageLinks links, string name = "in_picture.png") =>
        (name, links.InputOf(name, "http://here").Split("?sig=")[1]);

    private static ImageLinks Links(string key, string previous = "") =>
        new(Options.Create(new ImageLinkOptions { SigningKey = key, PreviousSigningKey = previous }), new ConfigurationManager());
}

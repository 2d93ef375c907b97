using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.ServiceDefaults.Tests;

/// <summary>The only proof that a service accepts.</summary>
public sealed class InternalTokenTests
{
    private const string Old = TestSettings.InternalTokenKey;
    private const string New = "another-internal-token-key-of-32-characters";
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Token_Verified_HoldsThePrincipalAsItWas()
    {
        var principal = new Principal
        {
            Kind = PrincipalKind.ProjectKey,
            AccountId = Guid.NewGuid(),
            KeyId = Guid.NewGuid(),
            ProjectId = "a \"project\"",
            Tier = "pro",
            Scopes = ["generate", "read"],
            IsAdmin = true,
        };
        var tokens = Tokens(TestSettings.InternalTokenKey);
        var back = (await tokens.VerifyAsync(tokens.Mint(principal))).ShouldNotBeNull();
        back.ShouldBeEquivalentTo(principal with { Scopes = back.Scopes });
        back.Scopes.ShouldBe(principal.Scopes);
    }

    [Fact]
    public async Task Token_OfAnotherKey_IsRefused() =>
        (await Tokens(TestSettings.InternalTokenKey).VerifyAsync(Tokens("another-internal-token-key-of-32-characters").Mint(Principal.ForService("x")))).ShouldBeNull();

    /// <summary>All pairs that meet while services are restarted one by one, in the order that docs/key-rotation.md gives.</summary>
    [Theory]
    [InlineData(Old, "", Old, New)]
    [InlineData(Old, New, New, Old)]
    [InlineData(New, Old, New, "")]
    public async Task KeysInRotation_AnyStepBesideTheNext_UnderstandEachOther(string key, string previous, string nextKey, string nextPrevious)
    {
        var (before, after) = (Tokens(key, previous), Tokens(nextKey, nextPrevious));
        (await before.VerifyAsync(after.Mint(Principal.ForService("x")))).ShouldNotBeNull();
        (await after.VerifyAsync(before.Mint(Principal.ForService("x")))).ShouldNotBeNull();
        before.Systems.ShouldContain(after.System);
        after.Systems.ShouldContain(before.System);
    }

    [Fact]
    public async Task PreviousKey_WhileItIsSet_VerifiesAndNeverSigns()
    {
        var rotated = Tokens(New, Old);
        var token = rotated.Mint(Principal.ForService("x"));
        (await Tokens(Old).VerifyAsync(token)).ShouldBeNull();
        (await Tokens(New).VerifyAsync(token)).ShouldNotBeNull();
        (await Tokens(New).VerifyAsync(Tokens(Old).Mint(Principal.ForService("x")))).ShouldBeNull();
        rotated.System.ShouldBe(Tokens(New).System);
        Tokens(New).Systems.ShouldBe([rotated.System]);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("another-key-of-32-characters-or-more", null)]
    [InlineData("tiny-key", "too short")]
    [InlineData(Old, "is the current key")]
    public void PreviousKey_Checked_IsLongEnoughAndAnother(string previous, string? fault)
    {
        var faults = new List<ValidationResult>();
        var options = new InternalTokenOptions { Key = Old, PreviousKey = previous };
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true).ShouldBe(fault is null);
        if (fault is null)
            return;
        var message = faults.ShouldHaveSingleItem().ErrorMessage.ShouldNotBeNull();
        message.ShouldStartWith("InternalToken:PreviousKey (INTERNAL_TOKEN_PREVIOUS_KEY)");
        message.ShouldContain(fault);
        message.ShouldNotContain(previous);
    }

    [Fact]
    public void SystemName_OfServicesWithOneKey_IsTheirOwnAlone()
    {
        var name = Tokens(TestSettings.InternalTokenKey).System;
        name.ShouldMatch("^[0-9a-f]{16}$");
        Tokens(TestSettings.InternalTokenKey).System.ShouldBe(name);
        Tokens("another-internal-token-key-of-32-characters").System.ShouldNotBe(name);
    }

    [Fact]
    public async Task Token_PastItsTime_IsRefused()
    {
        var tokens = Tokens(TestSettings.InternalTokenKey);
        var token = tokens.Mint(Principal.ForService("x"));
        _clock.Advance(TimeSpan.FromSeconds(80));
        (await tokens.VerifyAsync(token)).ShouldNotBeNull();
        _clock.Advance(TimeSpan.FromSeconds(15));
        (await tokens.VerifyAsync(token)).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJpc3MiOiJuYW5vYmFuYW5hLWludGVybmFsIiwicCI6eyJraW5kIjoic2VydmljZSJ9fQ.")]
    public async Task Text_ThatIsNoTokenOfOurs_IsRefused(string text) =>
        (await Tokens(TestSettings.InternalTokenKey).VerifyAsync(text)).ShouldBeNull();

    [Fact]
    public async Task Token_WithAChangedBody_IsRefused()
    {
        var tokens = Tokens(TestSettings.InternalTokenKey);
        var parts = tokens.Mint(Principal.Anonymous).Split('.');
        var other = tokens.Mint(Principal.ForService("x")).Split('.');
        (await tokens.VerifyAsync($"{parts[0]}.{other[1]}.{parts[2]}")).ShouldBeNull();
    }

    private InternalTokens Tokens(string key, string previous = "") => new(Options.Create(new InternalTokenOptions { Key = key, PreviousKey = previous }), _clock);
}

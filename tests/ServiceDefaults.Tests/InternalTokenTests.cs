using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.ServiceDefaults.Tests;

/// <summary>The only proof that a service accepts.</summary>
public sealed class InternalTokenTests
{
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

    private InternalTokens Tokens(string key) => new(Options.Create(new InternalTokenOptions { Key = key }), _clock);
}

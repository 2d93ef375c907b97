using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Identity;
using NanoBanana.Gateway.Credentials;

namespace NanoBanana.Gateway.Tests;

/// <summary>Access tokens of before a rotation of the key that they are signed with.</summary>
public sealed class TokenRotationTests : IAsyncLifetime
{
    private const string Old = "old-token-signing-key-of-32-or-more-characters";
    private const string New = "new-token-signing-key-of-32-or-more-characters";
    private WebApplication _identity = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _identity = builder.Build();
        _identity.Urls.Add("http://127.0.0.1:0");

        // It says of every token that it may be used: what is left is the signature.
        _identity.MapPost("/internal/tokens/introspect", static () => Microsoft.AspNetCore.Http.Results.Text("""{"active":true,"is_admin":false}""", "application/json"));
        await _identity.StartAsync();
    }

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Theory]
    [InlineData(Old, New, "", false)]
    [InlineData(Old, New, Old, true)]
    [InlineData(New, Old, New, true)]
    [InlineData(New, New, Old, true)]
    [InlineData("key-of-somebody-else-of-32-or-more-characters", New, Old, false)]
    public async Task Token_OfAKey_IsGoodWhileThatKeyIsSet(string signedWith, string key, string previous, bool isGood)
    {
        using var http = new HttpClient { BaseAddress = new Uri(_identity.Urls.First()) };
        var options = Options.Create(new SecretKeyOptions { SecretKey = key, PreviousSecretKey = previous });
        var verifier = new CredentialVerifier(new KeysClient(http), new IdentityClient(http), new BillingClient(http), options, TimeProvider.System);

        var resolved = await verifier.VerifyTokenAsync(Sign(signedWith), CancellationToken.None);

        (resolved.Principal is not null).ShouldBe(isGood);
        resolved.Refusal.ShouldBe(isGood ? null : ErrorCodes.InvalidToken);
    }

    private static string Sign(string key) => new JsonWebTokenHandler().CreateToken(
        $$"""
        {"sub":"{{Guid.NewGuid()}}","jti":"{{Guid.NewGuid()}}","exp":{{TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds()}},
        "{{TokenClaims.Type}}":"access","{{TokenClaims.Generation}}":1}
        """,
        new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key)), SecurityAlgorithms.HmacSha256));
}

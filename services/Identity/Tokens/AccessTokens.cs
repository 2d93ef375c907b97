using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NanoBanana.Contracts.Identity;
using NanoBanana.Identity.Users;

namespace NanoBanana.Identity.Tokens;

/// <summary>
/// Issues access tokens: JWTs by HS256 with <c>sub</c>, <c>iat</c>, <c>exp</c>, <c>jti</c> and the claims of <see cref="TokenClaims"/>.
/// </summary>
internal sealed class AccessTokens(IOptions<TokenOptions> options, TimeProvider time)
{
    /// <summary>As the answers name it.</summary>
    public const string Type = "bearer";

    private readonly JsonWebTokenHandler _handler = new();
    private readonly SigningCredentials _credentials = new(
        new SymmetricSecurityKey(Encoding.UTF8.GetBytes(options.Value.SecretKey)), SecurityAlgorithms.HmacSha256);

    /// <summary>How long a new token is good for.</summary>
    public TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(options.Value.LifetimeMinutes);

    public string Issue(User user)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var expires = now + (long)Lifetime.TotalSeconds;
        var provider = user.Provider is null
            ? ""
            : $$""","{{TokenClaims.Login}}":"{{JsonEncodedText.Encode(user.Login)}}","{{TokenClaims.Provider}}":"{{JsonEncodedText.Encode(user.Provider)}}" """;
        return _handler.CreateToken(
            $$"""
            {"sub":"{{user.Id}}","iat":{{now}},"exp":{{expires}},"jti":"{{Guid.NewGuid()}}",
            "{{TokenClaims.Type}}":"access","{{TokenClaims.Generation}}":{{user.TokenGeneration}}{{provider}}}
            """,
            _credentials);
    }
}

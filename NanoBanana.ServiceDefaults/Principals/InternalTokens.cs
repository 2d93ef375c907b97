using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.ServiceDefaults.Principals;

/// <summary>
/// Mints and verifies the internal principal token: a JWT (HS256) whose claim <c>p</c> is the <see cref="Principal"/>. It travels
/// in its own header, which the gateway removes from every incoming request.
/// </summary>
public sealed class InternalTokens
{
    /// <summary>The header the token travels in.</summary>
    public const string Header = "X-NanoBanana-Principal";
    private const string Issuer = "nanobanana-internal";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly SigningCredentials _credentials;
    private readonly TokenValidationParameters _validation;
    private readonly TimeProvider _time;
    private readonly int _lifetimeSeconds;

    public InternalTokens(IOptions<InternalTokenOptions> options, TimeProvider time)
    {
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(options.Value.Key));
        _credentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256);
        _lifetimeSeconds = options.Value.LifetimeSeconds;
        _time = time;
        _validation = new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidIssuer = Issuer,
            ValidateAudience = false,
            RequireExpirationTime = true,
            LifetimeValidator = (_, expires, _, _) => expires + ClockSkew > time.GetUtcNow().UtcDateTime,
        };
    }

    /// <summary>A token for one principal, good for seconds.</summary>
    public string Mint(Principal principal)
    {
        var expires = _time.GetUtcNow().ToUnixTimeSeconds() + _lifetimeSeconds;
        var body = JsonSerializer.Serialize(principal, ContractsJsonContext.Default.Principal);
        return _handler.CreateToken($$"""{"iss":"{{Issuer}}","exp":{{expires}},"p":{{body}}}""", _credentials);
    }

    /// <summary>The principal inside, or null when the token is not ours, too old or damaged.</summary>
    public async ValueTask<Principal?> VerifyAsync(string token)
    {
        var result = await _handler.ValidateTokenAsync(token, _validation);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt)
            return null;
        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(jwt.EncodedPayload));
        return payload.RootElement.GetProperty("p").Deserialize(ContractsJsonContext.Default.Principal);
    }
}

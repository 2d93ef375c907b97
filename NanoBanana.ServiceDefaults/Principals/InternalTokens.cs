using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
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
/// <para>
/// Both ends remember what they have signed and checked: a caller's requests of the next seconds carry the same token, and it is checked
/// once. Signing and checking anew would cost a hop more than everything else it does.
/// </para>
/// </summary>
public sealed class InternalTokens
{
    /// <summary>The header the token travels in.</summary>
    public const string Header = "X-NanoBanana-Principal";
    private const string Issuer = "nanobanana-internal";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    // Renewed long before it expires: what is forwarded now may wait in a queue.
    private const int ShareOfLifetime = 6;
    private const int MostVerified = 10_000;
    private const int SystemLength = 16;

    private readonly ConditionalWeakTable<Principal, Minted> _minted = [];
    private readonly ConcurrentDictionary<string, Verified> _verified = new(StringComparer.Ordinal);
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly SigningCredentials _credentials;
    private readonly TokenValidationParameters _validation;
    private readonly TimeProvider _time;
    private readonly int _lifetimeSeconds;

    public InternalTokens(IOptions<InternalTokenOptions> options, TimeProvider time)
    {
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(options.Value.Key));
        var previous = options.Value.PreviousKey is { Length: > 0 } text ? new SymmetricSecurityKey(Encoding.UTF8.GetBytes(text)) : null;
        System = NameOf(key);
        Systems = previous is null ? [System] : [System, NameOf(previous)];
        _credentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256);
        _lifetimeSeconds = options.Value.LifetimeSeconds;
        _time = time;
        _validation = new TokenValidationParameters
        {
            IssuerSigningKey = key,

            // Tried after the current one, and only when that does not fit.
            IssuerSigningKeys = previous is null ? null : [previous],
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidIssuer = Issuer,
            ValidateAudience = false,
            RequireExpirationTime = true,
            LifetimeValidator = (_, expires, _, _) => IsCurrent(expires),
        };
    }

    /// <summary>A name that exactly the services have in common that accept each other's tokens. It does not tell the key.</summary>
    public string System { get; }

    /// <summary>The names of all whose tokens are accepted, the own one first: while keys are rotated, some already speak under the new one.</summary>
    public IReadOnlyList<string> Systems { get; }

    /// <summary>A token for one principal, good for seconds.</summary>
    public string Mint(Principal principal)
    {
        if (_minted.TryGetValue(principal, out var known) && _time.GetElapsedTime(known.At).TotalSeconds < (double)_lifetimeSeconds / ShareOfLifetime)
            return known.Token;
        var minted = new Minted(Sign(principal), _time.GetTimestamp());
        _minted.AddOrUpdate(principal, minted);
        return minted.Token;
    }

    /// <summary>The principal inside, or null when the token is not ours, too old or damaged.</summary>
    public ValueTask<Principal?> VerifyAsync(string token) =>
        _verified.TryGetValue(token, out var known) && IsCurrent(known.Expires) ? new(known.Principal) : CheckAsync(token);

    private string Sign(Principal principal)
    {
        var expires = _time.GetUtcNow().ToUnixTimeSeconds() + _lifetimeSeconds;
        var body = JsonSerializer.Serialize(principal, ContractsJsonContext.Default.Principal);
        return _handler.CreateToken($$"""{"iss":"{{Issuer}}","exp":{{expires}},"p":{{body}}}""", _credentials);
    }

    private async ValueTask<Principal?> CheckAsync(string token)
    {
        var result = await _handler.ValidateTokenAsync(token, _validation);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt)
            return null;
        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(jwt.EncodedPayload));
        var principal = payload.RootElement.GetProperty("p").Deserialize(ContractsJsonContext.Default.Principal);
        if (principal is null)
            return null;
        if (_verified.Count >= MostVerified)
            _verified.Clear();
        _verified[token] = new Verified(principal, jwt.ValidTo);
        return principal;
    }

    private static string NameOf(SymmetricSecurityKey key) => Convert.ToHexStringLower(HMACSHA256.HashData(key.Key, "nanobanana-system"u8))[..SystemLength];

    private bool IsCurrent(DateTime? expires) => expires + ClockSkew > _time.GetUtcNow().UtcDateTime;

    private sealed record Minted(string Token, long At);

    private sealed record Verified(Principal Principal, DateTime Expires);
}

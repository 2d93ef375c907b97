using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Identity;
using NanoBanana.Contracts.Keys;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Gateway.Credentials;

/// <summary>Verifies one credential with those who know: keys with Keys, tokens by their signature and then with Identity, tiers with Billing.</summary>
internal sealed class CredentialVerifier
{
    private readonly KeysClient _keys;
    private readonly IdentityClient _identity;
    private readonly BillingClient _billing;
    private readonly TimeProvider _time;
    private readonly JsonWebTokenHandler _tokens = new() { MapInboundClaims = false };
    private readonly TokenValidationParameters _validation;

    public CredentialVerifier(
        KeysClient keys, IdentityClient identity, BillingClient billing, IOptions<SecretKeyOptions> secret, TimeProvider time)
    {
        _keys = keys;
        _identity = identity;
        _billing = billing;
        _time = time;
        _validation = new TokenValidationParameters
        {
            IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret.Value.SecretKey)),

            // Tried after the current one, and only when that does not fit.
            IssuerSigningKeys = secret.Value.PreviousSecretKey is { Length: > 0 } previous ? [new SymmetricSecurityKey(Encoding.UTF8.GetBytes(previous))] : null,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidateIssuer = false,
            ValidateAudience = false,
            RequireExpirationTime = true,
            LifetimeValidator = (_, expires, _, _) => expires > time.GetUtcNow().UtcDateTime,
        };
    }

    public async Task<ResolvedCredential> VerifyKeyAsync(string key, CancellationToken cancellationToken)
    {
        var verification = await _keys.VerifyAsync(KeyFormats.HashText(key), cancellationToken);
        switch (verification.Verdict)
        {
            case KeyVerdict.Unknown: return ResolvedCredential.Refused(ErrorCodes.UnknownKey);
            case KeyVerdict.Revoked: return ResolvedCredential.Refused(ErrorCodes.RevokedKey);
            case KeyVerdict.Expired: return ResolvedCredential.Refused(ErrorCodes.ExpiredKey);
            case KeyVerdict.Banned: return ResolvedCredential.Banned(verification.Key!.AccountId);
        }

        var known = verification.Key!;
        var account = await _billing.GetAccountAsync(known.AccountId, cancellationToken);
        var principal = new Principal
        {
            Kind = known.Kind,
            AccountId = known.AccountId,
            KeyId = known.KeyId,
            ProjectId = known.ProjectId,
            Scopes = known.Scopes,
            Tier = account.Tier,
            IsAdmin = known.Kind == PrincipalKind.MasterKey,
        };
        return new ResolvedCredential(principal, Refusal: null, account.RequestsPerHour, known.ExpiresAt);
    }

    public async Task<ResolvedCredential> VerifyTokenAsync(string text, CancellationToken cancellationToken)
    {
        var result = await _tokens.ValidateTokenAsync(text, _validation);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token
            || !token.TryGetPayloadValue<string>(TokenClaims.Type, out var type) || type != "access"
            || !token.TryGetPayloadValue<int>(TokenClaims.Generation, out var generation)
            || !Guid.TryParse(token.Subject, out var userId) || !Guid.TryParse(token.Id, out var tokenId))
        {
            return ResolvedCredential.Refused(ErrorCodes.InvalidToken);
        }

        var introspection = await _identity.IntrospectAsync(new IntrospectTokenRequest(tokenId, userId, generation), cancellationToken);
        if (!introspection.Active)
            return introspection.IsBanned ? ResolvedCredential.Banned(userId) : ResolvedCredential.Refused(ErrorCodes.InvalidToken);
        var principal = new Principal
        {
            Kind = PrincipalKind.User,
            AccountId = userId,
            TokenId = tokenId,
            TokenGeneration = generation,
            Scopes = ["*"],
            IsAdmin = introspection.IsAdmin,
        };
        return new ResolvedCredential(principal, Refusal: null, RequestsPerHour: 0, new DateTimeOffset(token.ValidTo, TimeSpan.Zero));
    }

    /// <summary>Whether a remembered credential has run out since.</summary>
    public bool HasExpired(ResolvedCredential credential) => credential.ExpiresAt is { } expires && expires <= _time.GetUtcNow();
}

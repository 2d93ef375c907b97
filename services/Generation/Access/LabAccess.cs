using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Quota;

namespace NanoBanana.Generation.Access;

/// <summary>
/// Whom the Lab's routes make things for: the one place that decides whether a caller without a credential is served, and as which account. The principal that a
/// request came with stays without one, so that whatever belongs to an account, and every list, goes on having nothing for it.
/// </summary>
internal sealed class LabAccess(AnonymousAccount accounts, IOptions<AnonymousOptions> anonymous, IOptions<QuotaOptions> quota, IHostEnvironment environment)
{
    private readonly bool _servesNobody = quota.Value.Trial.Enabled || (anonymous.Value.Allowed ?? !environment.IsProduction());

    /// <summary>Who makes and pays for something; null when the caller has to sign in first.</summary>
    public Principal? Admit(Principal caller, HttpRequest request) =>
        caller.Kind != PrincipalKind.Anonymous ? caller : _servesNobody ? OwnerOf(caller, request) : null;

    /// <summary>Whose what was made is: of a caller without a credential the account of its address.</summary>
    public Principal OwnerOf(Principal caller, HttpRequest request) =>
        caller.Kind == PrincipalKind.Anonymous ? caller with { AccountId = accounts.Of(request) } : caller;
}

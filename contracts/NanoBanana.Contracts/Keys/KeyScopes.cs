using NanoBanana.Contracts.Principals;

namespace NanoBanana.Contracts.Keys;

/// <summary>What a key may be restricted to. The gateway asks for one of these on every route that keys may use; a user has them all.</summary>
public static class KeyScopes
{
    /// <summary>Everything; stored alone.</summary>
    public const string All = "*";

    /// <summary>Have images and videos made, ask what they will cost, and cancel them.</summary>
    public const string Generate = "generate";

    /// <summary>Look at anything of the account: <c>GET</c> and <c>HEAD</c>, streams and sockets.</summary>
    public const string Read = "read";

    /// <summary>Change anything else: settings, webhooks, what was made.</summary>
    public const string Manage = "manage";

    /// <summary>Whether the caller may do what needs this scope.</summary>
    public static bool Allow(Principal principal, string scope) =>
        principal.Kind is not (PrincipalKind.UserKey or PrincipalKind.ProjectKey or PrincipalKind.MasterKey)
        || principal.Scopes.Contains(All, StringComparer.Ordinal)
        || principal.Scopes.Contains(scope, StringComparer.Ordinal);
}

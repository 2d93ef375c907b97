using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.ServiceDefaults.Principals;

/// <summary>Which kinds of principal an endpoint serves. An endpoint without one serves nobody, so forgetting it fails closed.</summary>
public sealed record PrincipalRequirement(IReadOnlyList<PrincipalKind> Kinds)
{
    /// <summary>Whether only an operator is served: a master key, or a listed admin by access token.</summary>
    public bool IsForAdmins { get; init; }
}

public static class PrincipalRequirementExtensions
{
    /// <summary>Serves these kinds only.</summary>
    public static TBuilder RequirePrincipal<TBuilder>(this TBuilder builder, params PrincipalKind[] kinds)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new PrincipalRequirement(kinds));

    /// <summary>Serves users by access token only: account and key management.</summary>
    public static TBuilder RequireUser<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequirePrincipal(PrincipalKind.User);

    /// <summary>Serves API keys of any kind.</summary>
    public static TBuilder RequireKey<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.RequirePrincipal(PrincipalKind.UserKey, PrincipalKind.ProjectKey, PrincipalKind.MasterKey);

    /// <summary>Serves users and keys.</summary>
    public static TBuilder RequireUserOrKey<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.RequirePrincipal(PrincipalKind.User, PrincipalKind.UserKey, PrincipalKind.ProjectKey, PrincipalKind.MasterKey);

    /// <summary>Serves operators: listed admin users by their access tokens, and master keys.</summary>
    public static TBuilder RequireAdmin<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder
    {
        PrincipalKind[] kinds = [PrincipalKind.User, PrincipalKind.UserKey, PrincipalKind.ProjectKey, PrincipalKind.MasterKey];
        return builder.WithMetadata(new PrincipalRequirement(kinds) { IsForAdmins = true });
    }

    /// <summary>Serves our own services: the <c>/internal</c> routes, which the gateway never forwards.</summary>
    public static TBuilder RequireService<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequirePrincipal(PrincipalKind.Service);

    /// <summary>Serves everybody whom the gateway let through, anonymous callers included.</summary>
    public static TBuilder AllowAnyPrincipal<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequirePrincipal(Enum.GetValues<PrincipalKind>());

    /// <summary>Needs no token at all: health and API documents.</summary>
    public static TBuilder WithoutPrincipal<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AllowAnonymousAttribute());
}

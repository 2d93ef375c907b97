using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Identity.Internal;

/// <summary>What our own services ask, written by the contracts' own serialiser so that both ends use the same.</summary>
internal static class InternalEndpoints
{
    public static void MapInternalTokens(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/internal/tokens/introspect", IntrospectToken.HandleAsync)
            .WithName("IntrospectToken").WithSummary("Says whether an access token may still be used.").WithTags("Internal")
            .RequireService().ExcludeFromDescription();
}

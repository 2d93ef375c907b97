using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Identity.Internal;

/// <summary>What our own services ask, written by the contracts' own serialiser so that both ends use the same.</summary>
internal static class InternalEndpoints
{
    public static void MapInternal(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/internal").WithTags("Internal").RequireService().ExcludeFromDescription();

        group.MapPost("/tokens/introspect", IntrospectToken.HandleAsync)
            .WithName("IntrospectToken").WithSummary("Says whether an access token may still be used.");

        group.MapPost("/notifications", StoreNotifications.HandleAsync)
            .WithName("StoreNotifications").WithSummary("Keeps notifications for their accounts, each once.");
    }
}

using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.V1;

/// <summary>The routes that read the event log.</summary>
internal static class EventEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/events", ListEvents.HandleAsync).RequireUserOrKey()
            .WithName("ListEvents").WithTags("Events").WithSummary("Lists the account's events after a cursor, oldest first, and waits for some when asked to.")
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.EventsExpired, ErrorCodes.TooManyFollowers);

        routes.MapGet("/v1/events/stream", StreamEvents.HandleAsync).RequireUserOrKey()
            .WithName("StreamEvents").WithTags("Events").WithSummary("Follows the account's events as server-sent events.")
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(void), ["text/event-stream"]))
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.EventsExpired, ErrorCodes.TooManyFollowers);
    }
}

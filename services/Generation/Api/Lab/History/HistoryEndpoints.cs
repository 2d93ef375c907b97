using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.History;

/// <summary>The routes under <c>/api/history</c>.</summary>
internal static class HistoryEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var history = routes.MapGroup("/api/history").AllowAnyPrincipal().WithTags("History");

        history.MapGet("", ListHistory.HandleAsync).WithName("ListHistory").WithSummary("Lists the account's images, of every family.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest);

        history.MapGet("/stats", GetHistoryStats.HandleAsync).WithName("GetHistoryStats").WithSummary("Shows the account's images in figures.")
            .Fails(WireFamily.Lab);

        history.MapGet("/{id}", GetHistoryItem.HandleAsync).WithName("GetHistoryItem").WithSummary("Shows an image of the history.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest, ErrorCodes.HistoryItemNotFound);

        history.MapGet("/{id}/image", GetHistoryImage.HandleAsync).WithName("GetHistoryImage").WithSummary("Serves an image's bytes.")
            .Fails(WireFamily.Lab, ErrorCodes.ImageNotFound);

        routes.MapGet("/api/images/{**id}", GetHistoryImage.HandleAsync).AllowAnyPrincipal().WithTags("History")
            .WithName("GetImageByName").WithSummary("Serves an image's bytes by its whole name.").Fails(WireFamily.Lab, ErrorCodes.ImageNotFound);

        history.MapDelete("/{id}", DeleteHistoryItem.HandleAsync).WithName("DeleteHistoryItem").WithSummary("Deletes an image.")
            .Fails(WireFamily.Lab, ErrorCodes.HistoryItemNotFound);
    }
}

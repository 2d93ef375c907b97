using Microsoft.AspNetCore.Mvc;
using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Identity.Api.Lab.Admin;

/// <summary>What operators see, decide and tell users.</summary>
internal static class AdminEndpoints
{
    private const int MaxBodyBytes = 16 * 1024;

    // The longest text and a thousand ids, with every character escaped.
    private const int MaxTextBytes = 128 * 1024;
    private static readonly ErrorCode[] OfABody = [ErrorCodes.InvalidRequest, ErrorCodes.PayloadTooLarge, ErrorCodes.UnsupportedMediaType];
    private static readonly ErrorCode[] OfOneUser = [ErrorCodes.InvalidUserId, ErrorCodes.UserNotFound];
    private static readonly ErrorCode[] OfAChange = [.. OfOneUser, .. OfABody];

    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/admin").WithTags("Admin").RequireAdmin().WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.AdminRequired, ErrorCodes.ServiceUnavailable);

        group.MapGet("/users", ListUsers.HandleAsync).WithName("ListUsers").WithSummary("Lists users, newest first.").Fails(WireFamily.Lab, ErrorCodes.InvalidRequest);
        group.MapGet("/users/{id}", GetUser.HandleAsync).WithName("GetUser").WithSummary("Shows a user.").Fails(WireFamily.Lab, OfOneUser);
        group.MapPut("/users/{id}/tier", SetUserTier.HandleAsync)
            .WithName("SetUserTier").WithSummary("Moves a user to another tier.").Fails(WireFamily.Lab, OfAChange);
        group.MapPut("/users/{id}/quota", SetUserQuota.HandleAsync)
            .WithName("SetUserQuota").WithSummary("Scales a user's daily limit.").Fails(WireFamily.Lab, OfAChange);
        group.MapPost("/quota/reset/{id}", ResetUserQuota.HandleAsync)
            .WithName("ResetUserQuota").WithSummary("Forgets what a user has used today.").Fails(WireFamily.Lab, OfAChange);
        group.MapPost("/users/{id}/ban", BanUser.HandleAsync)
            .WithName("BanUser").WithSummary("Stops a user's sign-ins, tokens and keys.").Fails(WireFamily.Lab, [.. OfAChange, ErrorCodes.SelfBan]);
        group.MapPost("/users/{id}/unban", UnbanUser.HandleAsync)
            .WithName("UnbanUser").WithSummary("Lets a banned user in again.").Fails(WireFamily.Lab, OfAChange);
        MapTold(group.MapGroup("").WithMetadata(new RequestSizeLimitAttribute(MaxTextBytes)));
    }

    private static void MapTold(RouteGroupBuilder group)
    {
        group.MapGet("/announcements", ListAnnouncements.HandleAsync)
            .WithName("ListAnnouncements").WithSummary("Lists announcements, newest first.").Fails(WireFamily.Lab, ErrorCodes.InvalidRequest);
        group.MapPost("/announcements", CreateAnnouncement.HandleAsync)
            .WithName("CreateAnnouncement").WithSummary("Tells users something, as a notification of each.").Fails(WireFamily.Lab, OfABody);
        group.MapPut("/announcements/{id}", ChangeAnnouncement.HandleAsync).WithName("ChangeAnnouncement")
            .WithSummary("Changes an announcement for those who were not told yet.")
            .Fails(WireFamily.Lab, [.. OfABody, ErrorCodes.InvalidAnnouncementId, ErrorCodes.AnnouncementNotFound]);
        group.MapPost("/notifications/broadcast", BroadcastNotification.HandleAsync)
            .WithName("BroadcastNotification").WithSummary("Sends a notification to many users.").Fails(WireFamily.Lab, [.. OfABody, ErrorCodes.InvalidUserId]);
    }
}

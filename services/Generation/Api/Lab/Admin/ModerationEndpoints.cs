using Microsoft.AspNetCore.Mvc;
using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Admin;

/// <summary>What operators see of prompts that were blocked, and what they decide of them.</summary>
internal static class ModerationEndpoints
{
    // 500 keywords of 100 characters, each of four bytes or an escape of six.
    private const int MaxBodyBytes = 384 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/admin/moderation").WithTags("Admin").RequireAdmin().WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.AdminRequired, ErrorCodes.ServiceUnavailable);

        group.MapGet("/logs", ListBlocked.HandleAsync)
            .WithName("ListBlockedPrompts").WithSummary("Lists prompts that were blocked, newest first.").Fails(WireFamily.Lab, ErrorCodes.InvalidRequest);
        group.MapGet("/stats", CountBlocked.HandleAsync)
            .WithName("CountBlockedPrompts").WithSummary("Counts prompts that were blocked.").Fails(WireFamily.Lab, ErrorCodes.InvalidRequest);
        group.MapGet("/rules", GetRules.HandleAsync).WithName("GetModerationRules").WithSummary("Shows what is looked for in prompts.");
        group.MapPut("/rules", ReplaceRules.HandleAsync).WithName("ReplaceModerationRules").WithSummary("Replaces the banned keywords.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest, ErrorCodes.PayloadTooLarge, ErrorCodes.UnsupportedMediaType);
    }
}

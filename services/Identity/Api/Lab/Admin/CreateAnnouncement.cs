using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Identity.Admin;
using NanoBanana.Identity.Announcements;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.Api.Lab.Admin;

/// <param name="Title">1 to 200 characters.</param>
/// <param name="Content">1 to 5,000 characters.</param>
/// <param name="Type"><c>info</c> (unless given), <c>warning</c> or <c>critical</c>.</param>
/// <param name="StartsAt">When users are told; now unless given.</param>
/// <param name="EndsAt">From when on nobody is told any more; later than its start.</param>
/// <param name="TargetTiers">Only users of these tiers; null for everybody.</param>
internal sealed record CreateAnnouncementRequest(
    string? Title, string? Content, string? Type, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, IReadOnlyList<string?>? TargetTiers);

internal static class CreateAnnouncement
{
    public static async Task<Results<Ok<SavedAnnouncementView>, FailureResult>> HandleAsync(
        CreateAnnouncementRequest body, Caller caller, AnnouncementStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var startsAt = body.StartsAt?.ToUniversalTime() ?? now;
        var validation = new RequestValidation();
        var (title, content) = (body.Title?.Trim(), body.Content?.Trim());
        AnnouncementRules.Check(validation, title, content, body.Type, isNew: true);
        if (body.EndsAt is { } endsAt)
            AnnouncementRules.CheckEnd(validation, endsAt, startsAt, now);
        AnnouncementRules.CheckTiers(validation, body.TargetTiers);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var announcement = new Announcement
        {
            Title = title!,
            Content = content!,
            Type = body.Type ?? AnnouncementRules.Info,
            StartsAt = startsAt,
            EndsAt = body.EndsAt?.ToUniversalTime(),
            TargetTiers = AnnouncementRules.ToOurs(body.TargetTiers),
        };
        var detail = JsonSerializer.Serialize(body with { Content = null }, IdentityJsonContext.Default.CreateAnnouncementRequest);
        var createdAt = await store.AddAsync(
            caller.Principal, announcement, new AdminAct("announcement.create", announcement.Id.ToString(), Reason: null, detail), cancellationToken);
        return TypedResults.Ok(new SavedAnnouncementView(Success: true, new AnnouncementView(
            announcement.Id, announcement.Title, announcement.Content, announcement.Type, IsActive: true, body.StartsAt?.ToUniversalTime(), announcement.EndsAt,
            announcement.TargetTiers?.Select(LabTiers.ToLab).ToList(), createdAt)));
    }
}

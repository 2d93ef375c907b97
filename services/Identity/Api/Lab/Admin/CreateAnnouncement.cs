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

/// <param name="IsActive">Whether its end, if it has one, is still to come.</param>
internal sealed record AnnouncementView(
    Guid Id, string Title, string Content, string Type, bool IsActive, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, IReadOnlyList<string>? TargetTiers, DateTimeOffset CreatedAt);

internal sealed record CreatedAnnouncementView(bool Success, AnnouncementView Announcement);

internal static class CreateAnnouncement
{
    private const string Info = "info";
    private static readonly string[] Types = [Info, "warning", "critical"];

    public static async Task<Results<Ok<CreatedAnnouncementView>, FailureResult>> HandleAsync(
        CreateAnnouncementRequest body, Caller caller, AnnouncementStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var startsAt = body.StartsAt?.ToUniversalTime() ?? now;
        var validation = new RequestValidation();
        var (title, content) = (body.Title?.Trim(), body.Content?.Trim());
        validation.Text("title", title, 1, Announcement.MaxTitle);
        validation.Text("content", content, 1, Announcement.MaxContent);
        validation.OneOf("type", body.Type, Types);
        if (body.EndsAt is { } endsAt && (endsAt <= startsAt || endsAt <= now))
            validation.Add("ends_at", "value_error", "Input should be later than its start and than now");
        if (body.TargetTiers is { Count: 0 } || body.TargetTiers?.Any(static tier => tier is null || !LabTiers.Accepted.Contains(tier)) == true)
            validation.Add("target_tiers", "value_error", $"Input should be null or a list of {string.Join(", ", LabTiers.Accepted.Select(static tier => $"'{tier}'"))}");
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var announcement = new Announcement
        {
            Title = title!,
            Content = content!,
            Type = body.Type ?? Info,
            StartsAt = startsAt,
            EndsAt = body.EndsAt?.ToUniversalTime(),
            TargetTiers = body.TargetTiers?.Select(static tier => LabTiers.ToOurs(tier!)).Distinct(StringComparer.Ordinal).ToArray(),
        };
        var detail = JsonSerializer.Serialize(body with { Content = null }, IdentityJsonContext.Default.CreateAnnouncementRequest);
        var createdAt = await store.AddAsync(
            caller.Principal, announcement, new AdminAct("announcement.create", announcement.Id.ToString(), Reason: null, detail), cancellationToken);
        return TypedResults.Ok(new CreatedAnnouncementView(Success: true, new AnnouncementView(
            announcement.Id, announcement.Title, announcement.Content, announcement.Type, IsActive: true, body.StartsAt?.ToUniversalTime(), announcement.EndsAt,
            announcement.TargetTiers?.Select(LabTiers.ToLab).ToList(), createdAt)));
    }
}

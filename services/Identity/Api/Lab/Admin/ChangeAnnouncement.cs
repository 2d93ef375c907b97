using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Identity.Announcements;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;
using Npgsql;

namespace NanoBanana.Identity.Api.Lab.Admin;

internal static class ChangeAnnouncement
{
    /// <summary>What was sent stays as it was, and nobody is told twice; who is told from now on is told what it says now.</summary>
    public static async Task<Results<Ok<SavedAnnouncementView>, FailureResult>> HandleAsync(
        string id, ChangeAnnouncementRequest body, Caller caller, AnnouncementPages pages, AnnouncementStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var (title, content) = (body.Title?.Trim(), body.Content?.Trim());
        AnnouncementRules.Check(validation, title, content, body.Type, isNew: false);
        AnnouncementRules.CheckTiers(validation, body.TargetTiers);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var (known, failure) = await AnnouncementRules.FindAsync(pages, id, cancellationToken);
        if (known is null)
            return failure!;
        CheckTimes(validation, body, known, time.GetUtcNow());
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var change = new AnnouncementChange(
            title, content, body.Type, body.StartsAt?.ToUniversalTime(), body.SetsEnd, body.EndsAt?.ToUniversalTime(),
            body.SetsTiers, AnnouncementRules.ToOurs(body.TargetTiers), body.IsActive);
        try
        {
            var changed = await store.ChangeAsync(
                caller.Principal, known.Id, change, new AdminAct("announcement.change", known.Id.ToString(), Reason: null, DetailOf(change)), cancellationToken);
            return TypedResults.Ok(new SavedAnnouncementView(Success: true, AnnouncementView.Of(changed)));
        }
        catch (PostgresException exception) when (exception is { SqlState: PostgresErrorCodes.CheckViolation, ConstraintName: Announcement.Times })
        {
            // Another operator moved the other of the two since they were read.
            validation.Add(body.SetsEnd ? "ends_at" : "starts_at", "value_error", "An announcement should end later than it starts");
            return (FailureResult)validation.Failure;
        }
    }

    private static void CheckTimes(RequestValidation validation, ChangeAnnouncementRequest body, ListedAnnouncement known, DateTimeOffset now)
    {
        var startsAt = body.StartsAt ?? known.StartsAt;
        if (body is { SetsEnd: true, EndsAt: { } endsAt })
            AnnouncementRules.CheckEnd(validation, endsAt, startsAt, now);
        else if (body is { SetsEnd: false, StartsAt: not null } && known.EndsAt <= startsAt)
            validation.Add("starts_at", "value_error", "Input should be earlier than its end");
    }

    /// <summary>What was set, without the text itself.</summary>
    private static string DetailOf(AnnouncementChange change)
    {
        var detail = new JsonObject();
        if (change.Title is not null)
            detail["title"] = change.Title;
        if (change.Content is not null)
            detail["content_length"] = change.Content.Length;
        if (change.Type is not null)
            detail["type"] = change.Type;
        if (change.StartsAt is { } startsAt)
            detail["starts_at"] = startsAt.ToString("O");
        if (change.SetsEnd)
            detail["ends_at"] = change.EndsAt?.ToString("O");
        if (change.SetsTiers)
            detail["target_tiers"] = change.TargetTiers is null ? null : new JsonArray([.. change.TargetTiers.Select(static tier => JsonValue.Create(tier))]);
        if (change.IsActive is { } isActive)
            detail["is_active"] = isActive;
        return detail.ToJsonString();
    }
}

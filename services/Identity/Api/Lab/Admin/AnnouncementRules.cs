using NanoBanana.Contracts.Errors;
using NanoBanana.Identity.Admin;
using NanoBanana.Identity.Announcements;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.Api.Lab.Admin;

/// <summary>What announcements and broadcasts have to fulfil, whether made or changed.</summary>
internal static class AnnouncementRules
{
    public const string Info = "info";
    private static readonly string[] Types = [Info, "warning", "critical"];

    public static void Check(RequestValidation validation, string? title, string? content, string? type, bool isNew)
    {
        validation.Text("title", title, 1, Announcement.MaxTitle, required: isNew);
        validation.Text("content", content, 1, Announcement.MaxContent, required: isNew);
        validation.OneOf("type", type, Types);
    }

    public static void CheckEnd(RequestValidation validation, DateTimeOffset endsAt, DateTimeOffset startsAt, DateTimeOffset now)
    {
        if (endsAt <= startsAt || endsAt <= now)
            validation.Add("ends_at", "value_error", "Input should be later than its start and than now");
    }

    public static void CheckTiers(RequestValidation validation, IReadOnlyList<string?>? tiers)
    {
        if (tiers is { Count: 0 } || tiers?.Any(static tier => tier is null || !LabTiers.Accepted.Contains(tier)) == true)
            validation.Add("target_tiers", "value_error", $"Input should be null or a list of {string.Join(", ", LabTiers.Accepted.Select(static tier => $"'{tier}'"))}");
    }

    /// <summary>By our names, each once.</summary>
    public static string[]? ToOurs(IReadOnlyList<string?>? tiers) => tiers?.Select(static tier => LabTiers.ToOurs(tier!)).Distinct(StringComparer.Ordinal).ToArray();

    /// <summary>Finds the announcement of an address, or says what is wrong with the id.</summary>
    public static async Task<(ListedAnnouncement? Announcement, FailureResult? Failure)> FindAsync(
        AnnouncementPages pages, string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "D", out var announcementId))
            return (null, ErrorCodes.InvalidAnnouncementId);
        return await pages.FindAsync(announcementId, cancellationToken) is { } known ? (known, null) : (null, ErrorCodes.AnnouncementNotFound);
    }
}

using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Billing.Analytics;

/// <summary>Whole days (UTC) that figures are asked for, today being the last.</summary>
/// <param name="Days">How many; null for all there are.</param>
/// <param name="DaysAgo">How many days before today the last one lies: 0, or of the range before another that one's length.</param>
internal sealed record TimeRange(int? Days, int DaysAgo = 0)
{
    private const string Default = "month";

    private static readonly Dictionary<string, TimeRange> Known = new(StringComparer.Ordinal)
    {
        ["today"] = new(1),
        ["week"] = new(7),
        ["month"] = new(30),
        ["quarter"] = new(90),
        ["year"] = new(365),
        ["all"] = new(Days: null),
    };

    /// <summary>As many days that end where this begins; null when it has no beginning.</summary>
    public TimeRange? Before => Days is { } days ? new TimeRange(days, DaysAgo + days) : null;

    /// <summary>Reads <c>time_range</c>; the fault names it and lists what it may be.</summary>
    public static TimeRange Read(RequestValidation validation, string? text)
    {
        if (Known.TryGetValue(text ?? Default, out var range))
            return range;
        validation.Add("time_range", "literal_error", $"Input should be {string.Join(", ", Known.Keys.Select(static name => $"'{name}'"))}", "query");
        return Known[Default];
    }
}

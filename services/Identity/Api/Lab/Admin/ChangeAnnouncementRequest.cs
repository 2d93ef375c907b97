namespace NanoBanana.Identity.Api.Lab.Admin;

/// <summary>What is left out stays. An end and tiers are taken away by null.</summary>
internal sealed class ChangeAnnouncementRequest
{
    /// <summary>1 to 200 characters.</summary>
    public string? Title { get; set; }

    /// <summary>1 to 5,000 characters.</summary>
    public string? Content { get; set; }

    /// <summary><c>info</c>, <c>warning</c> or <c>critical</c>.</summary>
    public string? Type { get; set; }

    /// <summary>When users are told.</summary>
    public DateTimeOffset? StartsAt { get; set; }

    /// <summary>From when on nobody is told any more, later than its start and than now; null for no end.</summary>
    public DateTimeOffset? EndsAt
    {
        get;
        set
        {
            field = value;
            SetsEnd = true;
        }
    }

    /// <summary>Only users of these tiers; null for everybody.</summary>
    public IReadOnlyList<string?>? TargetTiers
    {
        get;
        set
        {
            field = value;
            SetsTiers = true;
        }
    }

    /// <summary>False: nobody is told any more. True: whoever was not told yet is.</summary>
    public bool? IsActive { get; set; }

    /// <summary>Whether the body names an end, be it null.</summary>
    internal bool SetsEnd { get; private set; }

    /// <summary>Whether the body names tiers, be they null.</summary>
    internal bool SetsTiers { get; private set; }
}

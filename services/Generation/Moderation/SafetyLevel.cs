namespace NanoBanana.Generation.Moderation;

/// <summary>How much a caller lets the filter catch, strictest last. What no provider serves is refused at each.</summary>
internal enum SafetyLevel
{
    None = 0,
    Relaxed,
    Moderate,
    Strict,
}

/// <summary>The levels as the wire and the log write them.</summary>
internal static class SafetyLevels
{
    public const string Default = "moderate";

    public static readonly string[] Names = ["strict", "moderate", "relaxed", "none"];

    /// <summary>The level of a name that was checked; null is none's.</summary>
    public static SafetyLevel? Parse(string? name) => name switch
    {
        "strict" => SafetyLevel.Strict,
        "moderate" => SafetyLevel.Moderate,
        "relaxed" => SafetyLevel.Relaxed,
        "none" => SafetyLevel.None,
        _ => null,
    };

    public static string NameOf(SafetyLevel level) => level switch
    {
        SafetyLevel.Strict => "strict",
        SafetyLevel.Moderate => "moderate",
        SafetyLevel.Relaxed => "relaxed",
        _ => "none",
    };
}

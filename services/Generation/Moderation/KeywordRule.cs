namespace NanoBanana.Generation.Moderation;

/// <summary>One word or phrase that is refused.</summary>
/// <param name="Phrase">As it was written down.</param>
/// <param name="Category">One of <see cref="Categories"/>.</param>
/// <param name="Source">Who wrote it down: <c>built_in</c>, <c>configured</c> or <c>own</c>.</param>
/// <param name="From">The mildest level at which it holds; each stricter one has it too.</param>
internal sealed record KeywordRule(string Phrase, string Category, string Source, SafetyLevel From)
{
    public const string BuiltIn = "built_in";
    public const string Configured = "configured";
    public const string Own = "own";

    public bool HoldsAt(SafetyLevel level) => level >= From;
}

/// <summary>What a prompt can be refused for.</summary>
internal static class Categories
{
    public const string Minors = "minors";
    public const string Sexual = "sexual";
    public const string Violence = "violence";
    public const string Hate = "hate";
    public const string SelfHarm = "self_harm";
    public const string Illegal = "illegal";

    /// <summary>Words of the operator's.</summary>
    public const string Banned = "banned";

    public static readonly string[] All = [Minors, Sexual, Violence, Hate, SelfHarm, Illegal, Banned];
}

namespace NanoBanana.Generation.Moderation;

/// <summary>Why a text is refused.</summary>
/// <param name="Check"><c>keyword</c> or <c>ai</c>.</param>
/// <param name="Category">One of <see cref="Categories"/>.</param>
/// <param name="Rule">The phrase, or the model's own name of the category with its score.</param>
internal sealed record Verdict(string Check, string Category, string Rule)
{
    public const string Keyword = "keyword";
    public const string Ai = "ai";

    public static readonly string[] Checks = [Keyword, Ai];
}

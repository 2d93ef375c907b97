
namespace NanoBanana.ServiceDefaults.Data;

/// <summary>
/// Texts as they are searched: in lower case by us, because what Postgres calls the same letter depends on the locale that its database was made with.
/// </summary>
public static class SearchText
{
    /// <summary>The longest search, in characters.</summary>
    public const int MaxSearch = 200;

    /// <summary>As many are looked through where no index helps, and counted where there are more.</summary>
    public const int Most = 10_000;

    private const int Trigram = 3;

    /// <summary>Between parts stands what nobody types, so that nothing matches across them.</summary>
    public static string Of(params IEnumerable<string?> parts) =>
        string.Join('\u001f', parts.Where(static part => !string.IsNullOrEmpty(part))).ToLowerInvariant();

    /// <summary>For <c>LIKE</c>: somewhere in the text, whatever signs it has.</summary>
    public static string Pattern(string search) => $"%{LikeText.Escape(search.ToLowerInvariant())}%";

    /// <summary>Whether the index over trigrams can find it. In a database of locale C it knows ASCII letters and digits only.</summary>
    public static bool IsIndexed(string search)
    {
        var run = 0;
        foreach (var sign in search)
        {
            run = char.IsAsciiLetterOrDigit(sign) ? run + 1 : 0;
            if (run == Trigram)
                return true;
        }

        return false;
    }
}

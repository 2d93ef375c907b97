namespace NanoBanana.Generation.Providers.Transport;

/// <summary>
/// A provider's own reason, safe to store and to show: a few capitals, as Google's enumerations are. Never its prose, and never a key
/// that an error repeats, which has small letters.
/// </summary>
internal static class ShortToken
{
    private const int MaxLength = 60;

    /// <summary>The text when it is a token, <c>OTHER</c> when it is something else, null when there is none.</summary>
    public static string? Clean(string? text) => string.IsNullOrEmpty(text) ? null
        : text.Length <= MaxLength && text.All(static letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter) || letter == '_') ? text
        : "OTHER";
}

using System.Globalization;
using NanoBanana.Generation.Jobs;

namespace NanoBanana.Generation.History;

/// <summary>The name that the Lab gives an image: <c>2026/02/07/basic_101500_a_beautiful_sunset.png</c>, the second of a job <c>..._2.png</c>.</summary>
internal static class HistoryNames
{
    /// <summary>Characters before the file's name.</summary>
    public const int FolderLength = 11;

    private const int Looked = 30;
    private const int MaxSlug = 20;

    public static string Of(string mode, string prompt, DateTimeOffset createdAt, string mediaType, int image = 1) => string.Create(
        CultureInfo.InvariantCulture,
        $"{createdAt.UtcDateTime:yyyy/MM/dd}/{mode}_{createdAt.UtcDateTime:HHmmss}_{Slug(prompt)}{(image > 1 ? $"_{image}" : "")}{ImageNames.ExtensionOf(mediaType)}");

    /// <summary>Of the first 30 letters and digits and what parts them, at most 20 characters.</summary>
    private static string Slug(string prompt)
    {
        var words = new string([.. prompt.Take(Looked).Select(static letter => char.IsLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var slug = string.Join('_', words);
        slug = slug.Length > MaxSlug ? slug[..MaxSlug].Trim('_') : slug;
        return slug.Length > 0 ? slug : "image";
    }
}

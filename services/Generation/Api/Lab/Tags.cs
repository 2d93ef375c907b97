using System.Globalization;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>The words that something is filed under.</summary>
internal static class Tags
{
    /// <summary>The longest, in characters after trimming.</summary>
    public const int MaxLength = 50;

    /// <param name="most">As many may be given.</param>
    public static void Check(IReadOnlyList<string?>? tags, int most, RequestValidation validation)
    {
        if (tags is null)
            return;
        if (tags.Count > most)
            validation.Add("tags", "too_long", $"List should have at most {most} items");
        for (var i = 0; i < Math.Min(tags.Count, most); i++)
            validation.Text(string.Create(CultureInfo.InvariantCulture, $"tags -> {i}"), tags[i]?.Trim(), 1, MaxLength);
    }
}

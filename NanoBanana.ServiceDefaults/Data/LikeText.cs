namespace NanoBanana.ServiceDefaults.Data;

/// <summary>Texts of callers in patterns of <c>LIKE</c>.</summary>
public static class LikeText
{
    /// <summary>So that every character stands for itself.</summary>
    public static string Escape(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}

namespace NanoBanana.Generation.Api.Lab.History;

/// <summary>What an address names an image by: its id, its file's name, or its name with <c>%2F</c> between the parts.</summary>
internal static class HistoryId
{
    private const int MaxLength = 300;

    /// <summary>Null when it can be none.</summary>
    public static string? Of(string text)
    {
        var id = text.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        return id.Length is > 0 and <= MaxLength && !id.Contains('\0') ? id : null;
    }
}

using System.Text.Json;

namespace NanoBanana.Generation.Library;

/// <summary>Texts of JSON that was read without a type.</summary>
internal static class JsonText
{
    /// <summary>Null when it is no string, or half of a character (<c>"\ud800"</c>), which no string of ours may hold.</summary>
    public static string? Of(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

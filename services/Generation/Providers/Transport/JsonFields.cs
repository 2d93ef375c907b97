using System.Text.Json;

namespace NanoBanana.Generation.Providers.Transport;

/// <summary>Fields that may be missing, null or of another kind than promised.</summary>
internal static class JsonFields
{
    public static JsonElement? Field(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;

    public static JsonElement? Object(this JsonElement json, string name) => json.Field(name) is { ValueKind: JsonValueKind.Object } value ? value : null;

    public static string? Text(this JsonElement json, string name) => json.Field(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static decimal? Number(this JsonElement json, string name) =>
        json.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var number) ? number : null;

    public static bool IsTrue(this JsonElement json, string name) => json.Field(name) is { ValueKind: JsonValueKind.True };

    /// <summary>The elements of a list that are objects; none when it is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) => json.Field(name) is { ValueKind: JsonValueKind.Array } list
        ? list.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.Object)
        : [];
}

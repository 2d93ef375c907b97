using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace NanoBanana.Generation.Api.Gemini;

/// <summary>Generated deserialisers of the family's requests.</summary>
[JsonSerializable(typeof(GeminiCall))]
internal sealed partial class GeminiJsonContext : JsonSerializerContext;

/// <summary>Gives the fields of the family's requests both of their names, as Google's servers read both: <c>inlineData</c> and <c>inline_data</c>.</summary>
internal static class GeminiSpelling
{
    public static IJsonTypeInfoResolver Resolver { get; } = GeminiJsonContext.Default.WithAddedModifier(AddCamelCase);

    private static void AddCamelCase(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.Namespace != typeof(GeminiCall).Namespace)
            return;
        foreach (var field in type.Properties.Where(static field => field.Name.Contains('_', StringComparison.Ordinal)).ToList())
        {
            var words = field.Name.Split('_');
            var other = type.CreateJsonPropertyInfo(field.PropertyType, words[0] + string.Concat(words.Skip(1).Select(static word => char.ToUpperInvariant(word[0]) + word[1..])));
            other.Set = field.Set;
            other.CustomConverter = field.CustomConverter;
            type.Properties.Add(other);
        }
    }
}

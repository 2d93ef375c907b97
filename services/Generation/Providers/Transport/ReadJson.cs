using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NanoBanana.Generation.Providers.Transport;

/// <summary>Reads bodies that may be anything.</summary>
internal static class ReadJson
{
    /// <summary>Null when the body is not that.</summary>
    public static T? As<T>(this ProviderAnswer answer, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Body.Span, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

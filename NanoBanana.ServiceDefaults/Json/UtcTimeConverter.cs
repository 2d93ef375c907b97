using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoBanana.ServiceDefaults.Json;

/// <summary>Times on the wire are UTC with whole seconds and a <c>Z</c>: <c>2025-01-27T12:00:00Z</c>.</summary>
public class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    private protected virtual string Format => "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<char> buffer = stackalloc char[32];
        value.UtcDateTime.TryFormat(buffer, out var length, Format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(buffer[..length]);
    }
}

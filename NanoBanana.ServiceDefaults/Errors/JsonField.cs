using System.Text.Json;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary>Names the field that a JSON body failed at, from the reader's own path (<c>$.n</c>, <c>$['n']</c>).</summary>
public static class JsonField
{
    public static FieldError Of(JsonException exception)
    {
        var path = exception.Path ?? "$";
        var field = path.TrimStart('$').TrimStart('.').Replace("['", "", StringComparison.Ordinal).Replace("']", "", StringComparison.Ordinal);
        return field.Length == 0
            ? new FieldError("body", "", "json_invalid", "The body is not valid JSON of the expected shape")
            : new FieldError("body", field, "type_error", "The value has the wrong type");
    }
}

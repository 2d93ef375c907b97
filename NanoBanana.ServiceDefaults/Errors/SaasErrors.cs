using System.Text.Json;
using NanoBanana.Contracts.Errors;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary><c>{"detail": "text"}</c>; for bad input <c>{"detail": [{"type", "loc": ["body", "size"], "msg"}]}</c>.</summary>
internal static class SaasErrors
{
    public static void Write(Utf8JsonWriter json, ApiFailure failure)
    {
        json.WriteStartObject();
        if (failure.Code.Kind == ErrorKind.Validation)
            WriteFields(json, failure);
        else
            json.WriteString("detail", failure.Text);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, ApiFailure failure)
    {
        json.WriteStartArray("detail");
        foreach (var field in failure.Fields)
        {
            json.WriteStartObject();
            json.WriteString("type", field.Type);
            json.WriteStartArray("loc");
            json.WriteStringValue(field.Location);
            if (field.Field.Length > 0)
                json.WriteStringValue(field.Field);
            json.WriteEndArray();
            json.WriteString("msg", field.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

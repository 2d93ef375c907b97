using System.Text.Json;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary>RFC 9457 problem details with <c>code</c>, <c>request_id</c> and, for bad input, <c>errors</c>.</summary>
internal static class ProblemErrors
{
    public static void Write(Utf8JsonWriter json, ApiFailure failure, int status, string requestId)
    {
        json.WriteStartObject();
        json.WriteString("type", $"/docs/errors/{failure.Code.Code}");
        json.WriteString("title", failure.Code.Message);
        json.WriteNumber("status", status);
        json.WriteString("detail", failure.Text);
        json.WriteString("code", failure.Code.Code);
        json.WriteString("request_id", requestId);
        foreach (var (name, value) in failure.Details)
            json.WriteNumber(name, value);
        if (failure.Fields.Count > 0)
        {
            json.WriteStartArray("errors");
            foreach (var field in failure.Fields)
            {
                json.WriteStartObject();
                json.WriteString("in", field.Location);
                json.WriteString("field", field.Field);
                json.WriteString("type", field.Type);
                json.WriteString("message", field.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}

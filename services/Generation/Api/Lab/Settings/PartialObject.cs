using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Settings;

/// <summary>A JSON object of which only the fields that were sent count: one that is null is something else than one that is missing.</summary>
internal static class PartialObject
{
    /// <param name="part">Its name in the body.</param>
    /// <param name="sent">As it came; null when it did not.</param>
    /// <param name="type">What it is a part of. Fields that this does not know are ignored.</param>
    /// <param name="validation">Gets the faults.</param>
    /// <returns>The fields that were sent, and their values with the defaults for nulls and for what is missing. Null after a fault.</returns>
    public static (JsonObject Sent, T Values)? Read<T>(string part, JsonElement? sent, JsonTypeInfo<T> type, RequestValidation validation)
        where T : class
    {
        var (fields, values) = (new JsonObject(), new JsonObject());
        if (sent is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) })
        {
            validation.Add(part, "type_error", "Input should be an object");
            return null;
        }

        if (sent is { ValueKind: JsonValueKind.Object } element)
        {
            foreach (var field in element.EnumerateObject().Where(field => type.Properties.Any(known => known.Name == field.Name)))
            {
                fields[field.Name] = JsonNode.Parse(field.Value.GetRawText());
                if (field.Value.ValueKind != JsonValueKind.Null)
                    values[field.Name] = JsonNode.Parse(field.Value.GetRawText());
            }
        }

        try
        {
            return (fields, values.Deserialize(type)!);
        }
        catch (JsonException exception)
        {
            var fault = JsonField.Of(exception);
            validation.Add($"{part} -> {fault.Field}", fault.Type, fault.Message);
            return null;
        }
    }
}

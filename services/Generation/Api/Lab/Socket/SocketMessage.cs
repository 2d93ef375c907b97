using System.Text.Json;

namespace NanoBanana.Generation.Api.Lab.Socket;

/// <summary>A frame of the client's, as far as every one is alike.</summary>
internal sealed record SocketMessage(string Type, JsonElement Payload)
{
    /// <summary>Null when it is no JSON object.</summary>
    public static SocketMessage? Parse(ReadOnlyMemory<byte> frame)
    {
        try
        {
            using var document = JsonDocument.Parse(frame, new JsonDocumentOptions { MaxDepth = 16 });
            var root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? null
                : new SocketMessage(Text(root, "type") ?? "", root.TryGetProperty("payload", out var payload) ? payload.Clone() : default);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A text of the payload; null when there is none.</summary>
    public string? Text(string field) => Text(Payload, field);

    /// <summary>A value as it would stand in a query: texts and numbers as they are, lists by commas; null when there is none.</summary>
    public string? Written(string field) =>
        Payload.ValueKind == JsonValueKind.Object && Payload.TryGetProperty(field, out var value) ? Written(value) : null;

    private static string? Written(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(Written)),
        _ => value.GetRawText(),
    };

    private static string? Text(JsonElement element, string field) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

using System.Runtime.InteropServices;
using System.Text.Json;
using NanoBanana.Generation.Partials;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.OpenAi;

/// <summary>Reads the events of one answer. A completed image or an error is its end; a partial image is shown, and whatever is wrong with it costs only itself.</summary>
internal sealed class OpenAiEvents(PartialWish wish)
{
    // Base64, quotes and a few escapes.
    private const int LongestText = (PartialImage.MaxBytes / 3 * 4) + 1_024;
    private const string Error = "error";
    private int _seen;

    /// <summary>The result that an event brings; null when more is to come.</summary>
    public ProviderResult? Read(string name, ReadOnlyMemory<byte> data)
    {
        try
        {
            using var json = JsonDocument.Parse(data);
            return Read(json.RootElement.Text("type") ?? name, json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is what a string of invalid UTF-8 gives.
            return name is "image_generation.completed" or "image_edit.completed" or Error ? ProviderAnswer.Unreadable : null;
        }
    }

    private ProviderResult? Read(string type, JsonElement root)
    {
        switch (type)
        {
            case "image_generation.completed" or "image_edit.completed":
                return OpenAiAnswer.ImageOf(root, root) ?? OpenAiAnswer.NoImage;
            case "image_generation.partial_image" or "image_edit.partial_image":
                Show(root);
                return null;
            default:
                // Some write what went wrong into the event itself, and some give the event no type.
                return root.Object(Error) is { } error ? OpenAiFailure.OfRun(error) : type == Error ? OpenAiFailure.OfRun(root) : null;
        }
    }

    private void Show(JsonElement root)
    {
        if (++_seen > wish.Count || root.Number("partial_image_index") is not { } index || index < 0 || index >= wish.Count || !decimal.IsInteger(index))
            return;
        if (root.Field("b64_json") is not { ValueKind: JsonValueKind.String } text || JsonMarshal.GetRawUtf8Value(text) is not { Length: <= LongestText } quoted)
            return;
        if (Base64Image.Decode(quoted, "") is not ProviderResult.Delivered image)
            return;
        using (image.Bytes)
            wish.Show((int)index, image.Bytes.Memory);
    }
}

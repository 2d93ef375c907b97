using System.Runtime.InteropServices;
using System.Text.Json;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.OpenAi;

/// <summary>Reads an answer's body. The image's text is decoded where it stands.</summary>
internal static class OpenAiAnswer
{
    /// <summary>What <paramref name="read"/> makes of the body; unreadable when it is not JSON.</summary>
    public static ProviderResult Read(ReadOnlyMemory<byte> body, Func<JsonElement, ProviderResult> read) => Parse(body, read) ?? ProviderAnswer.Unreadable;

    /// <summary>What <paramref name="read"/> makes of the body; null when it is not JSON.</summary>
    public static T? Parse<T>(ReadOnlyMemory<byte> body, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return read(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is what a string of invalid UTF-8 gives.
            return null;
        }
    }

    /// <summary>The image of a success. OpenAI sends it along; some who speak its protocol tell where it lies.</summary>
    public static ProviderResult ImageOf(JsonElement root)
    {
        if (root.Field("data") is not { ValueKind: JsonValueKind.Array } data)
            return ProviderAnswer.Unreadable;
        foreach (var item in data.EnumerateArray())
        {
            if (ImageOf(item, root) is { } image)
                return image;
        }

        return NoImage;
    }

    /// <summary>The image that an object has itself; null when it has none.</summary>
    /// <param name="root">What says its format where the object does not.</param>
    public static ProviderResult? ImageOf(JsonElement item, JsonElement root)
    {
        if (item.Field("b64_json") is { ValueKind: JsonValueKind.String } image)
            return Base64Image.Decode(JsonMarshal.GetRawUtf8Value(image), MediaTypeOf(item, root));
        return Uri.TryCreate(item.Text("url"), UriKind.Absolute, out var address) && address.Scheme is "https" or "http" ? new ProviderResult.Located(address) : null;
    }

    /// <summary>A good answer without an image.</summary>
    public static ProviderResult.Failed NoImage { get; } = new(FailureClass.NoImage, "EMPTY");

    private static string MediaTypeOf(JsonElement item, JsonElement root) => item.Text("media_type") ?? root.Text("output_format") switch
    {
        "png" => "image/png",
        "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        _ => "",
    };
}

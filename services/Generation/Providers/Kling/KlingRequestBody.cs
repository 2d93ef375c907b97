using System.Globalization;
using System.Text.Json;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Kling;

/// <summary>The body of an order, in either design. Images are bare base64.</summary>
internal static class KlingRequestBody
{
    private const int MaxImage = 10 * 1024 * 1024;

    /// <summary>What Kling would refuse after the whole body has been sent; null when there is nothing.</summary>
    public static ProviderResult.Failed? Refusal(ProviderRequest request)
    {
        if (request.References.Any(static image => image.Bytes.Length > MaxImage))
            return new ProviderResult.Failed(FailureClass.BadInput, "REFERENCE_TOO_LARGE");
        return request.References.Any(static image => image.MediaType is not ("image/png" or "image/jpeg"))
            ? new ProviderResult.Failed(FailureClass.BadInput, "REFERENCE_TYPE")
            : null;
    }

    public static HttpContent Of(ProviderRequest request, ProviderModel model, KlingRoute route) => WrittenJson.Of(
        request.Prompt.Length + 1_024 + request.References.Sum(WrittenJson.DataUriLength), json =>
        {
            json.WriteStartObject();
            if (route.IsNew)
                KlingVideoBody.Write(json, request);
            else
                WriteOld(json, request, model, route);
            json.WriteEndObject();
        });

    /// <summary>Our name for the order, and where its end shall be told.</summary>
    public static void WriteNames(Utf8JsonWriter json, ProviderRequest request)
    {
        if (request.Reference.Length > 0)
            json.WriteString("external_task_id"u8, request.Reference);
        if (request.Callback is { } callback)
            json.WriteString("callback_url"u8, callback.AbsoluteUri);
    }

    private static void WriteOld(Utf8JsonWriter json, ProviderRequest request, ProviderModel model, KlingRoute route)
    {
        // Not "model": that one is ignored, and the first model of all serves.
        json.WriteString("model_name"u8, request.Model);
        json.WriteString("prompt"u8, request.Prompt);

        // Beside an image of an image it is refused; the image matters more.
        var isEdit = route == KlingRoute.Images && request.References.Count > 0;
        if (model.TakesNegativePrompt && !isEdit && request.NegativePrompt is { Length: > 0 } unwanted)
            json.WriteString("negative_prompt"u8, unwanted);
        if (request.References.Count > 0)
            json.WriteBase64String("image"u8, request.References[0].Bytes.Span);

        // A video that begins with an image has that image's shape.
        if (route != KlingRoute.ImageToVideo)
            json.WriteString("aspect_ratio"u8, request.Ratio.ToString());
        if (route == KlingRoute.Images)
            WriteImage(json, request);
        else
            WriteVideo(json, request);
        WriteNames(json, request);
    }

    private static void WriteImage(Utf8JsonWriter json, ProviderRequest request)
    {
        json.WriteString("resolution"u8, request.Resolution.ToLowerInvariant());
        json.WriteNumber("n"u8, 1);
    }

    private static void WriteVideo(Utf8JsonWriter json, ProviderRequest request)
    {
        json.WriteString("mode"u8, request.Resolution switch { "4K" => "4k", "1080p" => "pro", _ => "std" });

        // A number in quotes.
        if (request.DurationSeconds is { } seconds)
            json.WriteString("duration"u8, seconds.ToString(CultureInfo.InvariantCulture));
    }
}

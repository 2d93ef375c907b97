using System.Text.Json;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Runway;

/// <summary>The body of an order.</summary>
internal static class RunwayRequestBody
{
    /// <summary>Of an image inside the request, in letters of its <c>data:</c> address.</summary>
    private const int MaxDataUri = 5_242_880;

    /// <summary>What Runway would refuse after the whole body has been sent; null when there is nothing.</summary>
    public static ProviderResult.Failed? Refusal(ProviderRequest request, ProviderModel model)
    {
        if (request.References.Count < model.MinReferences)
            return new ProviderResult.Failed(FailureClass.BadInput, "REFERENCE_MISSING");
        return request.References.Any(static image => WrittenJson.DataUriLength(image) > MaxDataUri)
            ? new ProviderResult.Failed(FailureClass.BadInput, "REFERENCE_TOO_LARGE")
            : null;
    }

    public static HttpContent Of(ProviderRequest request, ProviderModel model) => WrittenJson.Of(
        request.Prompt.Length + 512 + request.References.Sum(WrittenJson.DataUriLength), json =>
        {
            json.WriteStartObject();
            json.WriteString("model"u8, request.Model);
            json.WriteString("promptText"u8, request.Prompt);
            json.WriteString("ratio"u8, Ratio(request, model));
            if (model.TakesSeed)
                json.WriteNumber("seed"u8, (uint)request.Seed);
            if (model.TakesNegativePrompt && request.NegativePrompt is { Length: > 0 } unwanted)
                json.WriteString("negativePrompt"u8, unwanted);
            if (request.Kind == MediaKind.Video)
                WriteVideo(json, request, model);
            else if (request.References.Count > 0)
                WriteReferences(json, request);
            json.WriteEndObject();
        });

    /// <summary>Called a ratio, but pixels.</summary>
    private static string Ratio(ProviderRequest request, ProviderModel model)
    {
        if (model.Sizes.Count > 0 || request.Kind == MediaKind.Image)
            return new AspectRatio(request.Width, request.Height).ToString();

        // A model of shapes and steps: the step names the shorter side.
        var side = request.Resolution == "1080p" ? 1_080 : 720;
        var (width, height) = request.Ratio;
        return width >= height
            ? new AspectRatio(side * width / height, side).ToString()
            : new AspectRatio(side, side * height / width).ToString();
    }

    private static void WriteVideo(Utf8JsonWriter json, ProviderRequest request, ProviderModel model)
    {
        if ((request.DurationSeconds ?? model.Durations.Cast<int?>().FirstOrDefault()) is { } seconds)
            json.WriteNumber("duration"u8, seconds);
        if (request.References.Count > 0)
            json.WriteDataUri("promptImage", request.References[0]);
    }

    private static void WriteReferences(Utf8JsonWriter json, ProviderRequest request)
    {
        json.WriteStartArray("referenceImages"u8);
        for (var i = 0; i < request.References.Count; i++)
        {
            json.WriteStartObject();
            json.WriteDataUri("uri", request.References[i]);

            // A prompt may speak of @image1. The one family without tags counts figures instead.
            if (!request.Model.StartsWith("seedream", StringComparison.Ordinal))
                json.WriteString("tag"u8, $"image{i + 1}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

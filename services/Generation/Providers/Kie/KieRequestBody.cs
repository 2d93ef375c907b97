using System.Text.Json;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Kie;

/// <summary>The body of <c>createTask</c>. Names that a model does not know are passed over in silence, so each gets its own only.</summary>
internal static class KieRequestBody
{
    private const string FirstGeneration = "google/";

    /// <summary>Null when an image that comes along lies at no address: the provider fetches, it takes no bytes.</summary>
    public static HttpContent? Of(ProviderRequest request, ProviderModel model)
    {
        if (request.References.Any(static reference => reference.Address is null))
            return null;
        return WrittenJson.Of(request.Prompt.Length + 1_024, json => Write(json, request, model));
    }

    private static void Write(Utf8JsonWriter json, ProviderRequest request, ProviderModel model)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, request.Model);
        if (request.Callback is { } callback)
            json.WriteString("callBackUrl"u8, callback.AbsoluteUri);
        json.WriteStartObject("input"u8);
        json.WriteString("prompt"u8, request.Prompt);
        if (request.Model.StartsWith(FirstGeneration, StringComparison.Ordinal))
            WriteFirst(json, request);
        else
            WriteLater(json, request, model);
        json.WriteString("output_format"u8, "png"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Its size is a shape.</summary>
    private static void WriteFirst(Utf8JsonWriter json, ProviderRequest request)
    {
        json.WriteString("image_size"u8, request.Ratio.ToString());
        WriteReferences(json, "image_urls", request.References);
    }

    private static void WriteLater(Utf8JsonWriter json, ProviderRequest request, ProviderModel model)
    {
        json.WriteString("aspect_ratio"u8, request.Ratio.ToString());
        if (model.TakesResolution)
            json.WriteString("resolution"u8, request.Resolution);
        WriteReferences(json, "image_input", request.References);
        if (request.Search && model.CanSearch)
            json.WriteBoolean("google_search"u8, true);
    }

    private static void WriteReferences(Utf8JsonWriter json, string name, IReadOnlyList<ReferenceImage> references)
    {
        if (references.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var reference in references)
            json.WriteStringValue(reference.Address!.AbsoluteUri);
        json.WriteEndArray();
    }
}

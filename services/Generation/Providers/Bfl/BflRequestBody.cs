using System.Globalization;
using System.Text.Json;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Bfl;

/// <summary>The body of an order. The families of models name the same things differently; the third refuses names that are not its own.</summary>
internal static class BflRequestBody
{
    /// <param name="webhookSecret">Empty: no callback, because nobody could tell a true one from a false one.</param>
    public static HttpContent Of(ProviderRequest request, ProviderModel model, string webhookSecret)
    {
        var size = request.Prompt.Length + 1_024 + request.References.Sum(WrittenJson.DataUriLength);
        return WrittenJson.Of(size, json => Write(json, request, model, webhookSecret));
    }

    private static void Write(Utf8JsonWriter json, ProviderRequest request, ProviderModel model, string webhookSecret)
    {
        json.WriteStartObject();
        json.WriteString("prompt"u8, request.Prompt);
        WriteSize(json, request, model);
        if (model.TakesSeed)
            json.WriteNumber("seed"u8, request.Seed & int.MaxValue);
        WriteReferences(json, request);
        if (BflSafety.ToleranceOf(request) is { } tolerance)
            json.WriteNumber("safety_tolerance"u8, tolerance);
        if (BflFamily.IsThird(request.Model))
        {
            // Left out, it would search the web.
            json.WriteBoolean("grounding"u8, request.Search && model.CanSearch);
        }
        else
        {
            json.WriteString("output_format"u8, "png"u8);
            if (BflFamily.RewritesPrompts(request.Model))
                json.WriteBoolean("prompt_upsampling"u8, false);
            WriteCallback(json, request.Callback, webhookSecret);
        }

        json.WriteEndObject();
    }

    private static void WriteSize(Utf8JsonWriter json, ProviderRequest request, ProviderModel model)
    {
        if (model.Ratios.Count == 0)
        {
            json.WriteNumber("width"u8, request.Width);
            json.WriteNumber("height"u8, request.Height);
            return;
        }

        json.WriteString("aspect_ratio"u8, request.Ratio.ToString());
        if (model.TakesResolution)
            json.WriteString("resolution"u8, request.Resolution.ToLowerInvariant());
    }

    private static void WriteReferences(Utf8JsonWriter json, ProviderRequest request)
    {
        if (request.References.Count == 0)
            return;
        if (BflFamily.IsThird(request.Model))
        {
            json.WriteStartArray("images"u8);
            foreach (var reference in request.References)
                json.WriteBase64StringValue(reference.Bytes.Span);
            json.WriteEndArray();
            return;
        }

        var name = BflFamily.ReferenceName(request.Model);
        for (var i = 0; i < request.References.Count; i++)
            json.WriteBase64String(i == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{i + 1}"), request.References[i].Bytes.Span);
    }

    private static void WriteCallback(Utf8JsonWriter json, Uri? callback, string secret)
    {
        if (callback is null || secret.Length == 0)
            return;
        json.WriteString("webhook_url"u8, callback.AbsoluteUri);
        json.WriteString("webhook_secret"u8, secret);
    }
}

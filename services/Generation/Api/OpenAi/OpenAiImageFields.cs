using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Api.OpenAi;

/// <summary>The parameters that OpenAI's two image calls have in common. Null is as good as left out.</summary>
internal abstract class OpenAiImageFields
{
    /// <summary>1 to 32,000 characters.</summary>
    public string? Prompt { get; init; }

    /// <summary>One of <c>GET /openai/v1/models</c>; without one, or with a name of OpenAI's that nobody here serves, one is chosen.</summary>
    public string? Model { get; init; }

    /// <summary>How many images, 1 to 10; default 1.</summary>
    public int? N { get; init; }

    /// <summary><c>auto</c> (default) or <c>WxH</c> in pixels: 64 to 4,096 each, at most three to one.</summary>
    public string? Size { get; init; }

    /// <summary>Taken for the sake of clients: the model decides.</summary>
    public string? Quality { get; init; }

    /// <summary><c>auto</c> (default), <c>opaque</c> or <c>transparent</c>; results are opaque.</summary>
    public string? Background { get; init; }

    /// <summary><c>png</c> (default), <c>jpeg</c> or <c>webp</c>.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>Of a JPEG or WebP, 0 to 100; default 100.</summary>
    public int? OutputCompression { get; init; }

    /// <summary><c>b64_json</c> (default, except of <c>dall-e-2</c> and <c>dall-e-3</c>) or <c>url</c>.</summary>
    public string? ResponseFormat { get; init; }

    /// <summary><c>auto</c> (default) or <c>low</c>, which is our level <c>relaxed</c>.</summary>
    public string? Moderation { get; init; }

    /// <summary><c>vivid</c> or <c>natural</c>; the model decides.</summary>
    public string? Style { get; init; }

    /// <summary>Not looked at.</summary>
    public string? User { get; init; }

    /// <summary>Whether the answer is a stream of events; default false.</summary>
    public bool? Stream { get; init; }

    /// <summary>0 (default) to 3: how many partial images a stream of one image shows at most, where its provider makes such.</summary>
    public int? PartialImages { get; init; }

    /// <summary>What else was sent: refused by name.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

/// <summary>What <c>POST /openai/v1/images/generations</c> reads.</summary>
internal sealed class OpenAiImageRequest : OpenAiImageFields;

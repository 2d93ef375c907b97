using System.Text.Json;
using System.Text.Json.Serialization;
using NanoBanana.Generation.Inputs;

namespace NanoBanana.Generation.Api.OpenAi;

/// <summary>What <c>POST /openai/v1/images/edits</c> reads as JSON; as a form, <c>image</c> or <c>image[]</c> and <c>mask</c> are files.</summary>
internal sealed class OpenAiEditRequest : OpenAiImageFields
{
    /// <summary>1 to 16.</summary>
    public IReadOnlyList<OpenAiImageReference?>? Images { get; init; }

    /// <summary>Of the first image's shape: transparent where it may be changed.</summary>
    public OpenAiImageReference? Mask { get; init; }

    /// <summary><c>high</c> or <c>low</c>; the model decides.</summary>
    public string? InputFidelity { get; init; }
}

/// <summary>An image in JSON.</summary>
internal sealed class OpenAiImageReference
{
    /// <summary>An http(s) address, a <c>data:</c> address, plain base64, or the name of one of the account's own; PNG, JPEG or WebP, at most 20 MiB.</summary>
    public InlineImage? ImageUrl { get; init; }

    /// <summary>Refused: there are no files here.</summary>
    public string? FileId { get; init; }

    /// <summary>What else was sent: refused by name.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

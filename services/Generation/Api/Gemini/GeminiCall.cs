using System.Text.Json.Serialization;
using NanoBanana.Generation.Inputs;

namespace NanoBanana.Generation.Api.Gemini;

// Classes with setters and no records: GeminiSpelling gives every field its second name, which only what is set one by one can have.

/// <summary>What <c>POST /gemini/v1beta/models/{model}:generateContent</c> reads. Every field may be written in camelCase or in snake_case; others are ignored.</summary>
internal sealed class GeminiCall
{
    /// <summary>The turns, oldest first, at most 256; the last one is the user's.</summary>
    public Bounded<GeminiContent>? Contents { get; set; }

    /// <summary>Text that stands before the prompt.</summary>
    public GeminiContent? SystemInstruction { get; set; }

    public GeminiConfig? GenerationConfig { get; set; }

    /// <summary>The strictest threshold is the level of the call.</summary>
    public Bounded<GeminiSafetySetting>? SafetySettings { get; set; }

    /// <summary><c>googleSearch</c> alone.</summary>
    public Bounded<GeminiTool>? Tools { get; set; }
}

/// <summary>One turn.</summary>
internal sealed class GeminiContent
{
    /// <summary><c>user</c> (default) or <c>model</c>.</summary>
    public string? Role { get; set; }

    /// <summary>At most 256.</summary>
    public Bounded<GeminiPart>? Parts { get; set; }

    [JsonIgnore]
    public bool IsModel => Role == "model";
}

/// <summary>Text, an image, or the address of one.</summary>
internal sealed class GeminiPart
{
    public string? Text { get; set; }

    /// <summary>Whether it was only thought: such a part is left out.</summary>
    public bool? Thought { get; set; }

    public GeminiBlob? InlineData { get; set; }

    public GeminiFile? FileData { get; set; }
}

/// <summary>An image.</summary>
internal sealed class GeminiBlob
{
    /// <summary>Not looked at: what counts is what is in the data.</summary>
    public string? MimeType { get; set; }

    /// <summary>Base64 of either alphabet, padded or not; PNG, JPEG or WebP, at most 20 MiB and 32 megapixels.</summary>
    [JsonConverter(typeof(AnyBase64Converter))]
    public InlineImage? Data { get; set; }
}

/// <summary>An image by its address.</summary>
internal sealed class GeminiFile
{
    /// <summary>Not looked at.</summary>
    public string? MimeType { get; set; }

    /// <summary>An http(s) address on a public host, or the name of one of the account's own images; at most 2,048 characters.</summary>
    public string? FileUri { get; set; }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Api.Gemini;

/// <summary>How the answer shall be. What models of words are told besides (<c>temperature</c>, <c>topP</c>, <c>maxOutputTokens</c> and the like) is ignored.</summary>
internal sealed class GeminiConfig
{
    /// <summary><c>IMAGE</c>, and <c>TEXT</c> for what the model writes beside it, in letters of either case; default <c>IMAGE</c>.</summary>
    public Bounded<string>? ResponseModalities { get; set; }

    public GeminiImageConfig? ImageConfig { get; set; }

    public GeminiThinkingConfig? ThinkingConfig { get; set; }

    /// <summary>1.</summary>
    public int? CandidateCount { get; set; }

    /// <summary>0 to 2,147,483,647: the same one gives the same image on models that take it.</summary>
    public long? Seed { get; set; }
}

/// <summary>How the image shall be.</summary>
internal sealed class GeminiImageConfig
{
    /// <summary>One of the model's shapes; without one that of the first image, else <c>1:1</c>.</summary>
    public string? AspectRatio { get; set; }

    /// <summary>One of the model's steps, of <c>512</c>, <c>1K</c>, <c>2K</c> and <c>4K</c>; default <c>1K</c>.</summary>
    public string? ImageSize { get; set; }
}

/// <summary>What is wanted of the model's thoughts.</summary>
internal sealed class GeminiThinkingConfig
{
    /// <summary>Default false.</summary>
    public bool? IncludeThoughts { get; set; }
}

/// <summary>How likely harm must be to be withheld.</summary>
internal sealed class GeminiSafetySetting
{
    /// <summary>Not told apart: a level holds for all of them.</summary>
    public string? Category { get; set; }

    /// <summary><c>BLOCK_LOW_AND_ABOVE</c>, <c>BLOCK_MEDIUM_AND_ABOVE</c>, <c>BLOCK_ONLY_HIGH</c>, <c>BLOCK_NONE</c> or <c>OFF</c>.</summary>
    public string? Threshold { get; set; }
}

/// <summary>What the model may use.</summary>
internal sealed class GeminiTool
{
    /// <summary>Whether the model shall look things up; what is in it is ignored.</summary>
    public JsonElement? GoogleSearch { get; set; }

    /// <summary>The same by its former name.</summary>
    public JsonElement? GoogleSearchRetrieval { get; set; }

    /// <summary>Tools that this service does not have.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }
}

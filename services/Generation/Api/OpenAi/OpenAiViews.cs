using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Api.OpenAi;

/// <summary>What both image calls answer. Written by <see cref="OpenAiWriter"/>, which sends the bytes as it reads them.</summary>
/// <param name="Created">When the job was begun, in seconds since 1970.</param>
/// <param name="Background">Always <c>opaque</c>.</param>
/// <param name="Quality">Always <c>auto</c>: the model decides.</param>
/// <param name="Size">Of the first image, as measured: <c>1024x1024</c>.</param>
internal sealed record OpenAiImagesView(long Created, IReadOnlyList<OpenAiImageView> Data, string Background, string OutputFormat, string Quality, string Size);

/// <summary>One image, in one of the two ways.</summary>
internal sealed record OpenAiImageView([property: JsonPropertyName("b64_json")] string? Base64 = null, string? Url = null);

/// <summary>Models that images can be asked of.</summary>
internal sealed record OpenAiModelListView(IReadOnlyList<OpenAiModelView> Data)
{
    public string Object => "list";
}

/// <summary>One of them.</summary>
/// <param name="OwnedBy">The first provider, by priority, that serves it.</param>
internal sealed record OpenAiModelView(string Id, string OwnedBy)
{
    public string Object => "model";

    /// <summary>Not known here: always 0.</summary>
    public long Created => 0;
}

using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Api.Kie;

/// <summary>What a call answers that made an image, or what is posted to its callback.</summary>
/// <param name="Image">The image's stable address, or a <c>data:</c> URL where images are not kept.</param>
/// <param name="ThumbnailUrl">A WebP of at most 512 pixels; the image itself where images are not kept.</param>
/// <param name="Model">What the family calls it: <c>nano-banana</c>.</param>
internal sealed record KieImage(
    bool Success, string Image, [property: JsonPropertyName("thumbnailUrl")] string ThumbnailUrl, KieCharge Credits, string Model, KieMetadata Metadata)
{
    /// <summary>Of a callback: <c>gen_</c> and a UUID.</summary>
    [JsonPropertyName("taskId"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TaskId { get; init; }
}

/// <summary>What it cost.</summary>
/// <param name="Used">In credits, of which 20 are one image.</param>
/// <param name="Remaining">The account's balance now, this charge included; below zero what an account owes that pays afterwards. Null while nobody can tell.</param>
internal sealed record KieCharge(int Used, long? Remaining);

/// <summary>Who made it.</summary>
/// <param name="Provider"><c>KIE API</c>, or our name of another provider.</param>
/// <param name="Model">The provider's id of the model.</param>
/// <param name="Mode"><c>text-to-image</c>; left out of what was made from an image.</param>
internal sealed record KieMetadata(string? Provider, string? Model, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Mode);

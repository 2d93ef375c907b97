using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Api.Kie;

/// <summary>What <c>POST /api/nano-banana/generate</c> reads.</summary>
/// <param name="Prompt">1 to 5,000 characters after trimming.</param>
/// <param name="AspectRatio">One of <see cref="KieReader.Ratios"/>, or a name: <c>square</c>, <c>portrait</c>, <c>landscape</c>, <c>wide</c>, <c>ultrawide</c>; default <c>1:1</c>.</param>
/// <param name="Style">At most 100 characters, added to the prompt; <c>none</c> (default) adds nothing.</param>
/// <param name="CallbackUrl">An https address of at most 2,000 characters on a public host: the call answers at once, and the image is posted there.</param>
internal sealed record KieGenerateRequest(
    string? Prompt,
    [property: JsonPropertyName("aspectRatio")] string? AspectRatio = null,
    string? Style = null,
    [property: JsonPropertyName("callbackUrl")] string? CallbackUrl = null);

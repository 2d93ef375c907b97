using NanoBanana.Generation.Moderation;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Providers;

/// <summary>One result, asked of one model, within what the model can do: the router has fitted it.</summary>
/// <param name="Model">The upstream id.</param>
/// <param name="Prompt">As the model shall read it.</param>
/// <param name="Width">In pixels; one of the model's own sizes where it has such.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Resolution"><c>512</c>, <c>1K</c>, <c>2K</c> or <c>4K</c> of images, <c>480p</c> to <c>4K</c> of videos: what is priced.</param>
/// <param name="Seed">For providers that take one; images of one job differ by it.</param>
internal sealed record ProviderRequest(string Model, string Prompt, int Width, int Height, string Resolution, long Seed)
{
    public MediaKind Kind { get; init; } = MediaKind.Image;

    /// <summary>The shape: one of the model's own ratios where it has such.</summary>
    public AspectRatio Ratio { get; init; } = AspectRatio.Of(Width, Height);

    /// <summary>What shall not be seen; null when nothing was said.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>Images to edit or to follow, in the caller's order.</summary>
    public IReadOnlyList<ReferenceImage> References { get; init; } = [];

    /// <summary>A PNG of the first reference's size, transparent where that may be changed; null when all of it may.</summary>
    public ReferenceImage? Mask { get; init; }

    /// <summary>Of a video, in seconds.</summary>
    public int? DurationSeconds { get; init; }

    /// <summary>Whether the model shall look things up before it answers.</summary>
    public bool Search { get; init; }

    /// <summary>Whether what the model thinks aloud is wanted.</summary>
    public bool WithThoughts { get; init; }

    /// <summary>Whether what the model writes beside the image is wanted.</summary>
    public bool WithText { get; init; }

    /// <summary>Earlier turns of a conversation, oldest first.</summary>
    public IReadOnlyList<ConversationTurn> History { get; init; } = [];

    /// <summary>Whether the model's turn is wanted, to go on from it: true for the first turn of a conversation, which has no history.</summary>
    public bool Converses { get; init; }

    /// <summary>Whether the result is a turn of a conversation.</summary>
    public bool IsTurn => Converses || History.Count > 0;

    /// <summary>Whether <see cref="ModelWords"/> are wanted beside the image.</summary>
    public bool WantsWords => Search || WithThoughts || WithText || IsTurn;

    /// <summary>How much the caller lets pass, for providers that can be told; the usual level tells them nothing.</summary>
    public SafetyLevel Safety { get; init; } = SafetyLevel.Moderate;

    /// <summary>Null when nobody would see partial images.</summary>
    public PartialWish? Partials { get; init; }

    /// <summary>Used instead of the configured key, for this request only.</summary>
    public Secret? CallerKey { get; init; }

    /// <summary>Our name for this order, unique and the same when it is asked after: for providers that keep one.</summary>
    public string Reference { get; init; } = "";

    /// <summary>Where the provider shall tell that it has ended; null without a public address.</summary>
    public Uri? Callback { get; init; }
}

/// <summary>An image that a request brings along.</summary>
/// <param name="Bytes">Encoded.</param>
/// <param name="MediaType"><c>image/png</c>, <c>image/jpeg</c> or <c>image/webp</c>.</param>
/// <param name="Address">Where the provider can fetch it: for those that take addresses only.</param>
internal sealed record ReferenceImage(ReadOnlyMemory<byte> Bytes, string MediaType, Uri? Address = null);

/// <summary>One turn of a conversation.</summary>
/// <param name="IsModel">Whether the model spoke.</param>
/// <param name="Parts">In order, exactly as they were received: models refuse turns that were changed.</param>
internal sealed record ConversationTurn(bool IsModel, IReadOnlyList<ConversationPart> Parts);

/// <summary>Words or an image, with the model's own seal on them when it gave one.</summary>
internal sealed record ConversationPart(string? Text, ReferenceImage? Image, string? Signature);

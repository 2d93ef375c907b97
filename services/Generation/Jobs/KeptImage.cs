using NanoBanana.Generation.Providers;

namespace NanoBanana.Generation.Jobs;

/// <summary>How keeping a delivered image or video ended.</summary>
internal abstract record KeptImage
{
    private KeptImage()
    {
    }

    /// <summary>It is stored, or handed on inline.</summary>
    internal sealed record Kept(DeliveredImage Image) : KeptImage;

    /// <summary>Its bytes are not what was asked for: the provider's failure.</summary>
    internal sealed record Damaged(ProviderResult.Failed Failure) : KeptImage;

    /// <summary>The store does not take it: ours.</summary>
    internal sealed record NotKept(string Detail) : KeptImage;
}

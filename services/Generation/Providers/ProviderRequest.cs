namespace NanoBanana.Generation.Providers;

/// <summary>One image, asked of one model.</summary>
/// <param name="Model">The upstream id.</param>
/// <param name="Prompt">As the model shall read it.</param>
/// <param name="Width">Asked for, in pixels; a provider that knows only ratios takes the nearest.</param>
/// <param name="Height">Asked for, in pixels.</param>
/// <param name="Resolution"><c>512</c>, <c>1K</c>, <c>2K</c> or <c>4K</c>: what is priced.</param>
/// <param name="Seed">For providers that take one; images of one job differ by it.</param>
internal sealed record ProviderRequest(string Model, string Prompt, int Width, int Height, string Resolution, long Seed);

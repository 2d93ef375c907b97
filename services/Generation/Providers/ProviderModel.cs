namespace NanoBanana.Generation.Providers;

/// <summary>What one upstream model can do.</summary>
/// <param name="Id">The upstream id, as in the price table.</param>
/// <param name="Resolutions">Of <c>512</c>, <c>1K</c>, <c>2K</c>, <c>4K</c>.</param>
internal sealed record ProviderModel(string Id, IReadOnlyList<string> Resolutions);

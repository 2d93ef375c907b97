namespace NanoBanana.Generation.Enhancing;

/// <summary>What a kind of picture gains by.</summary>
/// <param name="Name">What callers are told.</param>
/// <param name="Lighting">Used where the caller names no lighting.</param>
internal sealed record EnhancementTemplate(string Name, string Style, string Lighting, string Composition, string Detail);

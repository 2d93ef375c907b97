namespace NanoBanana.Generation.Providers;

/// <summary>Partial images that a caller would see while it waits. A hint: a provider that has none sends none, and nothing hangs on any.</summary>
/// <param name="Count">How many at most, from 1.</param>
/// <param name="Show">Takes one by its number from 0, encoded; the bytes are gone when it returns. It neither waits nor throws.</param>
internal sealed record PartialWish(int Count, Action<int, ReadOnlyMemory<byte>> Show);

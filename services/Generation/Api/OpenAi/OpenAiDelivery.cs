namespace NanoBanana.Generation.Api.OpenAi;

/// <summary>How a caller wants what was made. No part of what an <c>Idempotency-Key</c> is bound to: a repeat may have it another way.</summary>
/// <param name="Format"><c>png</c>, <c>jpeg</c> or <c>webp</c>.</param>
/// <param name="Compression">Of a JPEG or WebP: 0 to 100.</param>
/// <param name="AsUrl">Addresses instead of bytes.</param>
/// <param name="Streams">Events instead of one body.</param>
/// <param name="Partials">How many partial images a stream shows at most. Of several images none: no event could tell whose it is.</param>
/// <param name="Event">What events are called before the dot: <c>image_generation</c> or <c>image_edit</c>.</param>
/// <param name="Warnings">What was asked for in vain.</param>
internal sealed record OpenAiDelivery(string Format, int Compression, bool AsUrl, bool Streams, int Partials, string Event, IReadOnlyList<string> Warnings);

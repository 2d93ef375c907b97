namespace NanoBanana.Bench;

/// <summary>A figure that cannot be trusted, or a part that did not start. The message says what to look at.</summary>
internal sealed class BenchException(string message) : Exception(message);

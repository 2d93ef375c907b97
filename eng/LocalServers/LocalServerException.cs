namespace NanoBanana.LocalServers;

/// <summary>A server that could not be found or started. The message is one line that says what to do.</summary>
public sealed class LocalServerException(string message) : Exception(message);

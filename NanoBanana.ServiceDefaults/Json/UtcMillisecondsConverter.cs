namespace NanoBanana.ServiceDefaults.Json;

/// <summary>For times that are compared with each other, with milliseconds: <c>2025-09-30T17:08:02.553Z</c>.</summary>
public sealed class UtcMillisecondsConverter : UtcTimeConverter
{
    private protected override string Format => "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
}

namespace NanoBanana.Generation.Providers.Transport;

/// <summary>The key that goes into a header. One of a caller's own may hold anything, and a line break would begin another header.</summary>
internal static class ProviderKey
{
    /// <summary>For a key that cannot be sent: no call is made.</summary>
    public static ProviderResult.Failed Malformed { get; } = new(FailureClass.Unauthorised, "MALFORMED_KEY");

    /// <summary>The caller's key or else ours; null when it cannot stand in a header.</summary>
    public static string? Of(Secret? callerKey, string ours)
    {
        var key = (callerKey?.Reveal() ?? ours).Trim();
        return key.AsSpan().ContainsAnyExceptInRange('!', '~') ? null : key;
    }
}

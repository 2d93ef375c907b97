using System.Text.Json;

namespace NanoBanana.Testing.Emulators;

/// <summary>The images that Kling takes: an address, or base64 without anything before it.</summary>
internal static class KlingImage
{
    private const int Longest = 10 * 1024 * 1024;

    public static bool IsGood(string? text)
    {
        if (text is null || text.StartsWith("https://", StringComparison.Ordinal))
            return text is not null;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length is > 8 and <= Longest
            && (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]) || bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]));
    }

    /// <summary>The list of the new design: words, and a first frame where the address wants one.</summary>
    public static bool AreGood(JsonElement contents, KlingEmulatedRoute route)
    {
        if (contents.ValueKind != JsonValueKind.Array)
            return false;
        var kinds = contents.EnumerateArray().Select(static item => item.GetProperty("type").GetString()).ToList();
        return kinds.Contains("prompt") && kinds.All(static kind => kind is "prompt" or "first_frame") && (!route.HasFrame || kinds.Contains("first_frame"))
            && contents.EnumerateArray().All(static item => item.GetProperty("type").GetString() == "prompt"
                ? item.GetProperty("text").GetString() is { Length: > 0 and <= 3_072 }
                : IsGood(item.GetProperty("url").GetString()));
    }
}

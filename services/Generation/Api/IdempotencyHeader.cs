using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api;

/// <summary>Reads <c>Idempotency-Key</c>: 1 to 255 visible ASCII characters, the caller's choice.</summary>
internal static class IdempotencyHeader
{
    public const string Name = "Idempotency-Key";
    private const int MaxLength = 255;

    /// <summary>The key, or null when there is none; a bad one is added to the request's faults.</summary>
    public static string? Read(HttpRequest request, RequestValidation validation)
    {
        if (!request.Headers.TryGetValue(Name, out var values))
            return null;
        var key = values.ToString();
        if (IsKey(key))
            return key;
        validation.Add(Name, "value_error", FaultOf(Name), "header");
        return null;
    }

    /// <summary>Whether a text can be one, wherever it stands.</summary>
    public static bool IsKey(string text) => text.Length is > 0 and <= MaxLength && text.All(static c => c is > ' ' and <= '~');

    /// <summary>What is wrong with one that cannot.</summary>
    public static string FaultOf(string field) => $"{field} must be 1 to {MaxLength} visible ASCII characters";
}

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
        if (key.Length is > 0 and <= MaxLength && key.All(static c => c is > ' ' and <= '~'))
            return key;
        validation.Add(Name, "value_error", $"{Name} must be 1 to {MaxLength} visible ASCII characters", "header");
        return null;
    }
}

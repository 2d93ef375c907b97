using NanoBanana.Contracts.Errors;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary>A failure on its way to the caller, before a family gives it a shape.</summary>
/// <param name="Code">What happened.</param>
public sealed record ApiFailure(ErrorCode Code)
{
    /// <summary>Replaces the code's own message where more can be said. Never a cause, a secret or an address.</summary>
    public string? Message { get; init; }

    /// <summary>The fields at fault; empty unless the input was.</summary>
    public IReadOnlyList<FieldError> Fields { get; init; } = [];

    /// <summary>When to come back. Every 429 and 503 carries one; without it, a default for the status.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Numbers a caller can use, by name: <c>required</c>, <c>available</c>.</summary>
    public IReadOnlyDictionary<string, long> Details { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>What the caller reads.</summary>
    public string Text => Message ?? Code.Message;
}

/// <summary>One field at fault.</summary>
/// <param name="Location"><c>body</c>, <c>query</c>, <c>path</c> or <c>header</c>.</param>
/// <param name="Field">Its name on the wire; empty when the whole location is at fault.</param>
/// <param name="Type">Machine readable: <c>missing</c>, <c>string_too_long</c>, <c>literal_error</c> and so on.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
public sealed record FieldError(string Location, string Field, string Type, string Message)
{
    /// <summary>The sentence, with the field before it where it does not name it itself: for families that tell one fault as one text.</summary>
    public string Named => Field.Length == 0 || (Type != "type_error" && Message.Contains(Field, StringComparison.OrdinalIgnoreCase)) ? Message : $"{Field}: {Message}";
}

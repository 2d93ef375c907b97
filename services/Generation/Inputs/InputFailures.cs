using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Inputs;

/// <summary>How a caller is told that an image cannot be used.</summary>
internal static class InputFailures
{
    /// <param name="field">Which one.</param>
    /// <param name="fault">In words for a person.</param>
    public static ApiFailure Of(string field, string fault) => new(ErrorCodes.InvalidInputImage)
    {
        Message = fault,
        Fields = [new FieldError("body", field, "value_error", fault)],
    };
}

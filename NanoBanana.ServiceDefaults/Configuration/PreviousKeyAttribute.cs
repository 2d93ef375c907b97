using System.ComponentModel.DataAnnotations;

namespace NanoBanana.ServiceDefaults.Configuration;

/// <summary>
/// A second key that is accepted beside the current one while keys are rotated: unset, or as long as a key must be and not the current one, which would
/// only look like a rotation.
/// </summary>
/// <param name="current">The property of the current key.</param>
/// <param name="setting">What to change: the key and its variable.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PreviousKeyAttribute(string current, string setting) : ValidationAttribute
{
    private const int MinLength = 32;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        // Empty is unset: files of variables name what they leave out.
        if (value is not string { Length: > 0 } previous)
            return ValidationResult.Success;
        if (previous.Length < MinLength)
            return new ValidationResult($"{setting} is too short: it needs 32 or more characters.");
        return previous.Equals(validationContext.ObjectType.GetProperty(current)!.GetValue(validationContext.ObjectInstance))
            ? new ValidationResult($"{setting} is the current key: set the other one of the rotation, or leave it out.")
            : ValidationResult.Success;
    }
}

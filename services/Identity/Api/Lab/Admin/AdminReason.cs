using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.Api.Lab.Admin;

/// <summary>Why an operator does something: for the audit log.</summary>
internal static class AdminReason
{
    public const int MaxLength = 500;

    public static void Check(RequestValidation validation, string? reason)
    {
        if (!string.IsNullOrEmpty(reason))
            validation.Text("reason", reason, 1, MaxLength, required: false);
    }
}

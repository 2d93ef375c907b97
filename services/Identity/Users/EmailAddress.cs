using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.Users;

/// <summary>
/// Whether a text looks like an address: something@something.something. Only a letter that arrives can prove more, so this keeps out
/// mistakes and not lies.
/// </summary>
internal static class EmailAddress
{
    private const int MaxLength = 254;
    private const int MaxLocalLength = 64;
    private const string Forbidden = "()<>[],;:\\\"";

    public static void Validate(RequestValidation validation, string? email)
    {
        if (email is null)
            validation.Add("email", "missing", "Field required");
        else if (!IsValid(email))
            validation.Add("email", "value_error", "value is not a valid email address");
    }

    public static bool IsValid(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        if (at is <= 0 or > MaxLocalLength || email.Length > MaxLength || email.IndexOf('@', at + 1) >= 0)
            return false;
        foreach (var c in email)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c) || Forbidden.Contains(c, StringComparison.Ordinal))
                return false;
        }

        var domain = email.AsSpan(at + 1);
        return domain.Contains('.') && HasNoEmptyPart(email.AsSpan(0, at)) && HasNoEmptyPart(domain);
    }

    private static bool HasNoEmptyPart(ReadOnlySpan<char> text) =>
        text.Length > 0 && text[0] != '.' && text[^1] != '.' && !text.Contains("..", StringComparison.Ordinal);
}

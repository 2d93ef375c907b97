using NanoBanana.Contracts.Identity;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.ServiceDefaults.Accounts;

/// <summary>The body of <c>PUT /internal/accounts/erasures</c>, as every service reads it.</summary>
public static class ErasureList
{
    public static void Validate(RequestValidation validation, IReadOnlyList<Guid> accounts)
    {
        if (accounts.Count is < 1 or > AccountErasure.MaxItems)
            validation.Add("", "value_error", $"List should have 1 to {AccountErasure.MaxItems} items");
        else if (accounts.Contains(Guid.Empty))
            validation.Add("", "value_error", "Input should be account ids");
        else if (accounts.Distinct().Count() < accounts.Count)
            validation.Add("", "value_error", "Each account may stand here once");
    }
}

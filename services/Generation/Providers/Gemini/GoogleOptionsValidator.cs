using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>Reports everything that is wrong with the provider's settings at once. No fault repeats the key.</summary>
internal sealed partial class GoogleOptionsValidator : IValidateOptions<GoogleOptions>
{
    private const int MaxTimeoutSeconds = 900;

    public ValidateOptionsResult Validate(string? name, GoogleOptions options)
    {
        var faults = new List<string>();
        if (options.ApiKey.Trim().Any(static letter => letter is <= ' ' or > '~'))
            faults.Add("Providers:Google:ApiKey (GOOGLE_API_KEY) contains a character that no key has: was more than the key pasted?");
        if (!Uri.TryCreate(options.BaseUrl, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")
            || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            faults.Add("Providers:Google:BaseUrl (PROVIDER_GOOGLE_BASE_URL) must be an absolute http or https address without user name and query.");
        }

        if (!ModelId().IsMatch(options.Model))
            faults.Add("Providers:Google:Model (PROVIDER_GOOGLE_MODEL) must be a model id such as gemini-nano-banana-2.1.");
        if (options.TimeoutSeconds is < 1 or > MaxTimeoutSeconds)
            faults.Add($"Providers:Google:TimeoutSeconds must be from 1 to {MaxTimeoutSeconds}.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ModelId();
}

using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Providers;

/// <summary>Reports everything that is wrong with a provider's settings at once. No fault repeats a key.</summary>
/// <param name="section">Such as <c>Providers:Google</c>.</param>
/// <param name="provider">The wire name, which the variables are made of.</param>
internal sealed class ProviderOptionsValidator<TOptions>(string section, string provider, string example, ModelCatalogue models) : IValidateOptions<TOptions>
    where TOptions : ProviderOptions
{
    private const int MaxTimeoutSeconds = 900;

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var variable = "PROVIDER_" + provider.ToUpperInvariant();
        var faults = new List<string>();
        if (options.ApiKey.Trim().Any(static letter => letter is <= ' ' or > '~'))
            faults.Add($"{section}:ApiKey ({KeyVariable(variable)}) contains a character that no key has: was more than the key pasted?");
        if (!Uri.TryCreate(options.BaseUrl, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")
            || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            faults.Add($"{section}:BaseUrl ({variable}_BASE_URL) must be an absolute http or https address without user name and query.");
        }

        foreach (var (key, id) in options.NamedModels)
        {
            var setting = key == nameof(ProviderOptions.Model) ? $"{section}:{key} ({variable}_MODEL)" : $"{section}:{key}";
            if (!ModelIds.IsId(id))
                faults.Add($"{setting} must be a model id such as {example}.");
            else if (models.Find(provider, id)?.ReplacedBy is { Length: > 0 } replacement)
                faults.Add($"{setting} names a model that the provider has retired: use {replacement}.");
        }

        if (options.TimeoutSeconds is < 1 or > MaxTimeoutSeconds)
            faults.Add($"{section}:TimeoutSeconds must be from 1 to {MaxTimeoutSeconds}.");
        if (options.MaxConcurrent is < 0 or > 100_000)
            faults.Add($"{section}:MaxConcurrent must be from 0 to 100000; 0 is no limit.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static string KeyVariable(string variable) => variable switch
    {
        "PROVIDER_GOOGLE" => "GOOGLE_API_KEY",
        "PROVIDER_KIE" => "NANO_BANANA_API_KEY",
        _ => variable + "_API_KEY",
    };
}

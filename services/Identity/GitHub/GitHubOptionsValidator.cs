using Microsoft.Extensions.Options;

namespace NanoBanana.Identity.GitHub;

/// <summary>Whether the addresses are some: a typing error would otherwise show at the first sign-in.</summary>
internal sealed class GitHubOptionsValidator : IValidateOptions<GitHubOptions>
{
    public ValidateOptionsResult Validate(string? name, GitHubOptions options)
    {
        var faults = new List<string>();
        Check(faults, "GitHub:OAuthBaseUrl (GITHUB_OAUTH_BASE_URL)", options.OAuthBaseUrl);
        Check(faults, "GitHub:ApiBaseUrl (GITHUB_API_BASE_URL)", options.ApiBaseUrl);
        if (options.RedirectUri.Length > 0)
            Check(faults, "GitHub:RedirectUri (GITHUB_REDIRECT_URI)", options.RedirectUri);
        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }

    private static void Check(List<string> faults, string key, string value)
    {
        if (WebAddress.Parse(value) is null)
            faults.Add($"{key} must be an address such as https://example.com, without a fragment.");
    }
}

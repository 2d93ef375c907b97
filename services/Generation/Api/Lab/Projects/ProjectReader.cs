using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Projects;

/// <summary>Checks what an account wants a project to be.</summary>
internal sealed class ProjectReader(ProviderDirectory providers)
{
    private const int MaxName = 200;
    private const int MaxDescription = 2_000;
    private const int MaxCover = 2_048;
    private readonly string[] _providers = [.. providers.All.Select(static provider => provider.Name)];

    /// <param name="isNew">Whether the name must be there.</param>
    public void Check(ProjectRequest body, bool isNew, RequestValidation validation)
    {
        validation.Text("name", body.Name?.Trim(), 1, MaxName, required: isNew);
        validation.Text("description", body.Description, 0, MaxDescription, required: false);
        validation.OneOf("settings -> default_aspect_ratio", body.Settings?.DefaultAspectRatio, LabSettings.Ratios);
        validation.OneOf("settings -> default_resolution", body.Settings?.DefaultResolution, LabSettings.Steps);
        validation.OneOf("settings -> default_provider", body.Settings?.DefaultProvider, _providers);
        Cover(body.CoverUrl, validation);
    }

    /// <summary>Browsers of strangers open it: nothing but the web, and no password of anybody's.</summary>
    private static void Cover(string? url, RequestValidation validation)
    {
        if (url is null)
            return;
        if (url.Length > MaxCover)
            validation.Add("cover_url", "string_too_long", $"String should have at most {MaxCover} characters");
        else if (url.Any(static sign => char.IsControl(sign) || char.IsWhiteSpace(sign) || sign == '\\')
            || !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Host.Length == 0)
            validation.Add("cover_url", "url", "Input should be an absolute URL such as https://example.com/cover.png");
        else if (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            validation.Add("cover_url", "url", "URL scheme should be 'https' or 'http'");
        else if (address.UserInfo.Length > 0 || address.Authority.Contains('@'))
            validation.Add("cover_url", "url", "URL should not contain a user name or password");
    }
}

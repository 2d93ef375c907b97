using System.ComponentModel.DataAnnotations;

namespace NanoBanana.Identity.GitHub;

/// <summary>Sign-in with GitHub. Section <c>GitHub</c>.</summary>
public sealed class GitHubOptions
{
    public const string Section = "GitHub";

    /// <summary>Whether people may sign in with GitHub; variable <c>AUTH_ENABLED</c>. Default false.</summary>
    public bool Enabled { get; set; }

    /// <summary>Of the OAuth app; variable <c>GITHUB_CLIENT_ID</c>. Empty means that sign-in is not configured.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Of the OAuth app, a secret; variable <c>GITHUB_CLIENT_SECRET</c>. Empty means that sign-in is not configured.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>Where GitHub sends people back to when the caller names nothing else; variable <c>GITHUB_REDIRECT_URI</c>. Empty leaves it to GitHub.</summary>
    public string RedirectUri { get; set; } = "";

    /// <summary>Whether a sign-in must be finished with the state that it was begun with; variable <c>OAUTH_REQUIRE_STATE</c>. Default false.</summary>
    public bool RequireState { get; set; }

    /// <summary>Where people grant access; variable <c>GITHUB_OAUTH_BASE_URL</c>. Default GitHub's.</summary>
    public string OAuthBaseUrl { get; set; } = "https://github.com";

    /// <summary>Where GitHub tells who somebody is; variable <c>GITHUB_API_BASE_URL</c>. Default GitHub's.</summary>
    public string ApiBaseUrl { get; set; } = "https://api.github.com";

    /// <summary>How long GitHub may take for all answers that one sign-in needs, in seconds: 1 to 25. Default 10.</summary>
    [Range(1, 25, ErrorMessage = "GitHub:TimeoutSeconds must be 1 to 25.")]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Whether everything is there that a sign-in needs.</summary>
    public bool IsConfigured => Enabled && ClientId.Length > 0 && ClientSecret.Length > 0;
}

using System.Text.Json.Serialization;

namespace NanoBanana.Identity.GitHub;

/// <summary>GitHub's answer to a code: a token, or with status 200 as well an error. A class, because a record's ToString would print the token.</summary>
internal sealed class TokenAnswer
{
    public string? AccessToken { get; init; }

    /// <summary><c>bad_verification_code</c> and the like.</summary>
    public string? Error { get; init; }
}

/// <summary>Who the token is of.</summary>
/// <param name="Id">Stays when everything else changes.</param>
/// <param name="Login">The name at GitHub, which its owner may change and another may then take.</param>
/// <param name="Email">What is shown to everybody; null of most people.</param>
internal sealed record GitHubUser(long Id, string? Login, string? Name, string? Email, string? AvatarUrl);

/// <summary>One of somebody's addresses.</summary>
internal sealed record GitHubEmail(string? Email, bool Primary, bool Verified);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(GitHubUser))]
[JsonSerializable(typeof(IReadOnlyList<GitHubEmail>))]
internal sealed partial class GitHubJsonContext : JsonSerializerContext;

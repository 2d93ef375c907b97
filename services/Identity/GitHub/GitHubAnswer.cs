namespace NanoBanana.Identity.GitHub;

/// <summary>What GitHub says of a code.</summary>
internal abstract record GitHubAnswer
{
    private GitHubAnswer()
    {
    }

    /// <summary>It is this person's.</summary>
    /// <param name="Email">Public at GitHub, or the primary one that it verified; null when there is none.</param>
    /// <param name="IsVerified">Whether GitHub said that the address is proven.</param>
    internal sealed record Known(GitHubUser User, string? Email, bool IsVerified) : GitHubAnswer;

    /// <summary>It is wrong, used, too old, or somebody else's.</summary>
    internal sealed record Refused : GitHubAnswer;

    /// <summary>It does not know our application: nobody can sign in until an operator mends it.</summary>
    internal sealed record Misconfigured : GitHubAnswer;

    /// <summary>Nothing that could be understood, in the time there was.</summary>
    internal sealed record Unavailable : GitHubAnswer;
}

using System.Text.Json.Nodes;

namespace NanoBanana.Testing.Emulators;

/// <summary>Somebody with an account at GitHub.</summary>
/// <param name="Id">Stays when the login changes.</param>
/// <param name="PublicEmail">What everybody is shown; null of most people.</param>
public sealed record GitHubPerson(long Id, string Login, string? Name = null, string? PublicEmail = null)
{
    private static long _ids = 1_000_000;

    /// <summary>All addresses, which only their owner and who has the scope <c>user:email</c> are shown.</summary>
    public IReadOnlyList<GitHubAddress> Addresses { get; init; } = [];

    /// <summary>A person whom no other test knows, with one private address that is proven.</summary>
    public static GitHubPerson New(string? email = null)
    {
        var id = Interlocked.Increment(ref _ids);
        return new GitHubPerson(id, $"octo-{id}", $"Octo {id}") { Addresses = [new GitHubAddress(email ?? $"octo-{Guid.NewGuid():n}@example.com", Primary: true, Verified: true)] };
    }

    internal JsonObject Show(Uri host) => new()
    {
        ["login"] = Login,
        ["id"] = Id,
        ["node_id"] = "U_emulated",
        ["avatar_url"] = new Uri(host, $"/avatars/{Id}?v=4").ToString(),
        ["type"] = "User",
        ["site_admin"] = false,
        ["name"] = Name,
        ["email"] = PublicEmail,
    };

    internal JsonArray ShowAddresses() => new([.. Addresses.Select(static address => (JsonNode)new JsonObject
    {
        ["email"] = address.Email,
        ["primary"] = address.Primary,
        ["verified"] = address.Verified,
        ["visibility"] = address.Primary ? "private" : null,
    })]);
}

/// <summary>An address of somebody's.</summary>
public sealed record GitHubAddress(string Email, bool Primary, bool Verified);

using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Standalone;

/// <summary>
/// The local account whose key is ready on the first start, so that the first image needs no sign-up. Its password is a secret of the
/// state folder, and its key is marked as not counting for the operator's bootstrap.
/// </summary>
internal static class DemoAccount
{
    public const string Email = "demo@nanobanana.local";

    /// <summary>The new key, or null when the account is there already.</summary>
    public static async Task<string?> CreateAsync(Services services, string password, CancellationToken cancellationToken)
    {
        var tokens = services.Gateway.GetRequiredService<InternalTokens>();
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add(InternalTokens.Header, tokens.Mint(Principal.ForService("standalone")));
        using var registered = await client.PostAsJsonAsync(
            $"{services.Addresses["identity"]}/v1/auth/register", new { email = Email, password }, cancellationToken);
        if (registered.StatusCode == System.Net.HttpStatusCode.Conflict)
            return null;
        registered.EnsureSuccessStatusCode();
        var account = await registered.Content.ReadFromJsonAsync<JsonNode>(cancellationToken);
        using var made = await client.PostAsJsonAsync(
            $"{services.Addresses["keys"]}/internal/accounts/{account!["user"]!["id"]}/demo-key", new { name = "Demo" }, cancellationToken);
        made.EnsureSuccessStatusCode();
        return (string?)(await made.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!["key"];
    }
}

using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts.Billing;

namespace NanoBanana.EndToEnd;

/// <summary>An account of a test.</summary>
public sealed record TestAccount(SystemUnderTest System, Guid Id, string Email, string Token)
{
    public const string Password = "correct horse battery";

    /// <summary>A client with the account's access token.</summary>
    public HttpClient Client => System.ClientWith(Token);

    /// <summary>A new key of the account: its id and its text.</summary>
    public async Task<(Guid Id, string Text)> CreateKeyAsync(string name = "Test")
    {
        using var client = Client;
        using var response = await client.PostAsJsonAsync("/v1/keys", new { name });
        var body = await response.ShouldBeAsync(HttpStatusCode.Created);
        return ((Guid)body!["id"]!, (string)body["key"]!);
    }

    /// <summary>A client with a new key of the account, which is moved to a tier whose window no test fills by accident.</summary>
    public async Task<HttpClient> KeyClientAsync(string tier = Tiers.Pro)
    {
        if (tier != Tiers.Free)
            await System.ChangeTierAsync(Id, tier);
        return System.ClientWith((await CreateKeyAsync()).Text);
    }

    public async Task<long> AvailableAsync()
    {
        using var client = Client;
        using var response = await client.GetAsync(new Uri("/v1/billing/balance", UriKind.Relative));
        return (long)(await response.ShouldBeAsync(HttpStatusCode.OK))!["available"]!;
    }
}

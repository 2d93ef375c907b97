using System.Net;
using System.Net.Http.Json;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>Two gateways on stores of their own, and an operator.</summary>
public sealed class BanFixture : OutageFixture
{
    private const string Email = "operator@example.com";
    private string _token = "";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        using var client = System.CreateClient();
        using var response = await client.PostAsJsonAsync("/v1/auth/register", new { email = Email, password = TestAccount.Password });
        _token = (string)(await response.ShouldBeAsync(HttpStatusCode.Created))!["access_token"]!;
    }

    /// <summary>Bans, or unbans without a reason.</summary>
    public async Task<HttpStatusCode> BanAsync(Guid account, string? reason)
    {
        using var admin = System.ClientWith(_token);
        using var response = await admin.PostAsJsonAsync($"/api/admin/users/{account}/{(reason is null ? "unban" : "ban")}", new { reason });
        return response.StatusCode;
    }

    protected override async Task AddSettingsAsync(IDictionary<string, string?> settings)
    {
        await base.AddSettingsAsync(settings);
        settings["ADMIN_EMAILS"] = Email;
    }
}

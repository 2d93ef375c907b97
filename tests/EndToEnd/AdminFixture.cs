using System.Net;
using System.Net.Http.Json;

namespace NanoBanana.EndToEnd;

/// <summary>A system with one operator, who is listed by the address they registered with.</summary>
public sealed class AdminFixture : IAsyncLifetime
{
    private const string Email = "operator@example.com";
    private string _token = "";

    public NanoBananaSystem System { get; private set; } = null!;

    /// <summary>A client with the operator's access token.</summary>
    public HttpClient Operator => System.ClientWith(_token);

    public async ValueTask InitializeAsync()
    {
        System = await NanoBananaSystem.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["ADMIN_EMAILS"] = Email, ["Quota:CooldownSeconds"] = "0", ["Quota:DailyLimit"] = "50" });
        using var client = System.CreateClient();
        using var response = await client.PostAsJsonAsync("/v1/auth/register", new { email = Email, password = TestAccount.Password });
        _token = (string)(await response.ShouldBeAsync(HttpStatusCode.Created))!["access_token"]!;
    }

    public ValueTask DisposeAsync() => System.DisposeAsync();
}

using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts.Billing;

namespace NanoBanana.EndToEnd.Matrix;

/// <summary>One system, and one caller of each kind. Its windows are wide, so that no limit stands before a route.</summary>
public sealed class MatrixFixture : IAsyncLifetime
{
    private readonly Dictionary<Who, HttpClient> _clients = [];

    public NanoBananaSystem System { get; private set; } = null!;

    public TestAccount User { get; private set; } = null!;

    /// <summary>Method and path of everything that the merged document describes.</summary>
    public IReadOnlyList<string> Routes { get; private set; } = [];

    public HttpClient Of(Who who) => _clients[who];

    public async ValueTask InitializeAsync()
    {
        var admin = $"admin-{Guid.NewGuid():n}@example.com";
        System = await NanoBananaSystem.StartAsync(WideOpen(admin));

        // Before anybody else has a key: the first one of an installation needs no other.
        _clients[Who.Nobody] = System.CreateClient();
        using var first = await Of(Who.Nobody).PostAsync(new Uri("/api/bootstrap/initial-key", UriKind.Relative), content: null);
        _clients[Who.MasterKey] = System.ClientWith((string)(await first.ShouldBeAsync(HttpStatusCode.Created))!["apiKey"]!);
        using var project = await Of(Who.MasterKey).PostAsJsonAsync("/api/admin/keys", new { type = "project", projectId = "shop" });
        _clients[Who.ProjectKey] = System.ClientWith((string)(await project.ShouldBeAsync(HttpStatusCode.Created))!["apiKey"]!);
        User = await System.SignUpAsync();
        await System.ChangeTierAsync(User.Id, Tiers.Enterprise);
        var other = await System.SignUpAsync();
        await System.ChangeTierAsync(other.Id, Tiers.Enterprise);
        _clients[Who.User] = User.Client;
        _clients[Who.OtherUser] = other.Client;
        _clients[Who.Admin] = System.ClientWith(await RegisterAsync(admin));
        _clients[Who.UserKey] = System.ClientWith((await User.CreateKeyAsync()).Text);
        var paths = (await Of(Who.Nobody).GetJsonAsync("/openapi.json"))["paths"]!.AsObject();
        Routes = [.. paths.SelectMany(static path => path.Value!.AsObject().Select(method => $"{method.Key.ToUpperInvariant()} {path.Key}"))];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
        await System.DisposeAsync();
    }

    /// <summary>What opens all there is: callers without a credential are served, and an operator is listed.</summary>
    internal static Dictionary<string, string?> WideOpen(string admin) => new(StringComparer.Ordinal)
    {
        ["Anonymous:Allowed"] = "true",
        ["Admins:Emails"] = admin,
        ["RateLimits:Enabled"] = "false",
    };

    private async Task<string> RegisterAsync(string email)
    {
        using var response = await Of(Who.Nobody).PostAsJsonAsync("/v1/auth/register", new { email, password = TestAccount.Password });
        return (string)(await response.ShouldBeAsync(HttpStatusCode.Created))!["access_token"]!;
    }
}

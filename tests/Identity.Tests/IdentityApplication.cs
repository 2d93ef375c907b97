using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Identity;
using NanoBanana.Contracts.Principals;
using NanoBanana.Identity.Data;
using Npgsql;

namespace NanoBanana.Identity.Tests;

/// <summary>The service with a database of its own, and what tests do with it.</summary>
public sealed class IdentityApplication : IAsyncLifetime
{
    public const string Password = "correct horse battery";
    public const string AdminEmail = "Operator@Example.com";
    private TestService? _service;

    public string Database { get; private set; } = "";

    public TestService Service => _service ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync<IdentityDbContext>();
        _service = await StartAsync(Database);
    }

    public ValueTask DisposeAsync() => _service?.DisposeAsync() ?? ValueTask.CompletedTask;

    public static async Task<TestService> StartAsync(string database, params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["ConnectionStrings:identitydb"] = database,
            ["ConnectionStrings:redis"] = await TestServers.Redis,
            ["services:billing:http:0"] = "http://127.0.0.1:9",
            ["services:generation:http:0"] = "http://127.0.0.1:9",
            ["services:keys:http:0"] = "http://127.0.0.1:9",
            ["Admins:Emails"] = $" nobody@example.com, {AdminEmail.ToLowerInvariant()} ",
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        return await TestService.StartAsync("identity", static builder => builder.AddIdentityService(), static app => app.MapIdentityEndpoints(), all);
    }

    /// <summary>A client of somebody who is not signed in.</summary>
    public HttpClient Visitor() => Service.ClientFor(Principal.Anonymous);

    public static string NewEmail() => $"user-{Guid.NewGuid():n}@example.com";

    public async Task<SignedIn> RegisterAsync(string? email = null)
    {
        using var visitor = Visitor();
        email ??= NewEmail();
        var answer = await (await visitor.PostAsJsonAsync("/v1/auth/register", new { email, password = Password }))
            .ShouldBeAsync(HttpStatusCode.Created);
        return new SignedIn(this, email, (string)answer!["access_token"]!);
    }

    public async Task<HttpResponseMessage> LoginAsync(string email, string password)
    {
        using var visitor = Visitor();
        return await visitor.PostAsJsonAsync("/v1/auth/login", new { email, password });
    }

    public async Task<SignedIn> SignInAsync(string email, string password = Password)
    {
        var answer = await (await LoginAsync(email, password)).ShouldBeAsync(HttpStatusCode.OK);
        return new SignedIn(this, email, (string)answer!["access_token"]!);
    }

    public async Task<TokenIntrospection> IntrospectAsync(IntrospectTokenRequest request)
    {
        using var gateway = Service.ClientForService("gateway");
        var response = await gateway.PostAsJsonAsync("/internal/tokens/introspect", request, ContractsJsonContext.Default.IntrospectTokenRequest);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await response.Content.ReadFromJsonAsync(ContractsJsonContext.Default.TokenIntrospection))!;
    }

    public async Task<object?> QueryAsync(string sql, params object[] values)
    {
        await using var source = NpgsqlDataSource.Create(Database);
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteScalarAsync();
    }
}

/// <summary>A user with one access token, acting as the gateway would forward it.</summary>
public sealed class SignedIn(IdentityApplication application, string email, string token)
{
    public string Email { get; } = email;

    public string Token { get; } = token;

    public JsonWebToken Claims { get; } = new(token);

    public Guid UserId => Guid.Parse(Claims.Subject);

    public Guid TokenId => Guid.Parse(Claims.Id);

    public HttpClient Client() => application.Service.ClientFor(
        new Principal { Kind = PrincipalKind.User, AccountId = UserId, TokenId = TokenId });

    public Task<TokenIntrospection> IntrospectAsync() => application.IntrospectAsync(
        new IntrospectTokenRequest(TokenId, UserId, Claims.GetPayloadValue<int>(TokenClaims.Generation)));

    public async Task ChangePasswordAsync(string current, string next, HttpStatusCode expected = HttpStatusCode.NoContent)
    {
        using var client = Client();
        await (await client.PostAsJsonAsync("/v1/auth/me/password", new { current_password = current, new_password = next })).ShouldBeAsync(expected);
    }
}

internal static class Faults
{
    /// <summary>The fields at fault of a 422, with their types: <c>email:missing</c>.</summary>
    public static async Task<IReadOnlyList<string>> ShouldBeInvalidAsync(this HttpResponseMessage response)
    {
        var answer = await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        return [.. answer!["detail"]!.AsArray().Select(static fault => $"{Field(fault!)}:{fault!["type"]}")];
    }

    private static string Field(JsonNode fault)
    {
        var location = fault["loc"]!.AsArray();
        ((string)location[0]!).ShouldBe("body");
        return location.Count > 1 ? (string)location[1]! : "";
    }
}

using System.Net;
using System.Net.Http.Headers;
using NanoBanana.Contracts.Billing;
using Npgsql;

namespace NanoBanana.EndToEnd;

/// <summary>Who may not administer, in the words of the Lab.</summary>
public sealed partial class AdminTests
{
    private const string Missing = "018f0000-0000-7000-8000-000000000000";

    public static TheoryData<string, string, string?> Routes => new()
    {
        { "GET", "/api/admin/users", null },
        { "GET", $"/api/admin/users/{Missing}", null },
        { "PUT", $"/api/admin/users/{Missing}/tier", """{"tier":"pro"}""" },
        { "PUT", $"/api/admin/users/{Missing}/quota", """{"quota_multiplier":2}""" },
        { "POST", $"/api/admin/quota/reset/{Missing}", "{}" },
        { "POST", $"/api/admin/users/{Missing}/ban", """{"reason":"spam"}""" },
        { "POST", $"/api/admin/users/{Missing}/unban", "{}" },
        { "GET", "/api/admin/announcements", null },
        { "POST", "/api/admin/announcements", """{"title":"a","content":"b"}""" },
        { "PUT", $"/api/admin/announcements/{Missing}", "{}" },
        { "POST", "/api/admin/notifications/broadcast", """{"title":"a","message":"b"}""" },
        { "GET", "/api/admin/providers", null },
        { "POST", "/api/admin/providers/sandbox/disable", null },
        { "GET", "/api/admin/system/status", null },
        { "GET", "/api/admin/system/metrics", null },
        { "GET", "/api/admin/system/storage", null },
        { "GET", "/api/admin/system/redis", null },
        { "GET", "/api/admin/system/database", null },
        { "GET", "/api/admin/system/logs", null },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task WhoIsNoOperator_IsRefusedAtTheGateway(string method, string path, string? body)
    {
        var account = await fixture.System.SignUpAsync();
        using var nobody = fixture.System.CreateClient();
        using var user = account.Client;
        using var key = fixture.System.ClientWith((await account.CreateKeyAsync()).Text);
        using var projectKey = fixture.System.ClientWith(await ProjectKeyAsync(account));
        (await SendAsync(nobody, method, path, body)).ShouldBe((HttpStatusCode.Unauthorized,
            """{"success":false,"error":{"code":"authentication_failed","message":"Authentication required"},"detail":"Authentication required"}"""));
        foreach (var client in new[] { user, key, projectKey })
        {
            (await SendAsync(client, method, path, body)).ShouldBe((HttpStatusCode.Forbidden,
                """{"success":false,"error":{"code":"authorization_failed","message":"Admin privileges required"},"detail":"Admin privileges required"}"""));
        }
    }

    /// <summary>A key of the operator's for one project, with every right that such keys have had; who holds it is no operator.</summary>
    private async Task<string> ProjectKeyAsync(TestAccount account)
    {
        var (id, text) = await account.CreateKeyAsync("project");
        await using var database = NpgsqlDataSource.Create(fixture.System.Database("keysdb"));
        await using var command = database.CreateCommand(
            "UPDATE keys.api_keys SET kind = 'project', door = 'banatie', account_id = $2, scopes = '{*}', project_id = 'shop' WHERE id = $1");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = OperatorAccount.Id });
        (await command.ExecuteNonQueryAsync()).ShouldBe(1);
        return text;
    }

    private static async Task<(HttpStatusCode, string)> SendAsync(HttpClient client, string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}

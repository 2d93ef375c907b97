using System.Net;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Generation.Tests.Admin;

/// <summary>Who may not administer providers.</summary>
public sealed class AdminProviderAccessTests(AdminFixture fixture) : IClassFixture<AdminFixture>
{
    [Theory]
    [InlineData("GET", "", null)]
    [InlineData("PUT", "/google", """{"priority":1}""")]
    [InlineData("POST", "/google/enable", null)]
    [InlineData("POST", "/google/disable", null)]
    [InlineData("GET", "/google/health", null)]
    [InlineData("POST", "/circuit-breakers/reset", null)]
    public async Task WhoIsNoOperator_IsRefused(string method, string path, string? body)
    {
        var account = Guid.NewGuid();
        var (status, answer) = await fixture.First.AdminAsync(method, path, body, Principal.Anonymous);
        (status, answer.ToJsonString()).ShouldBe((HttpStatusCode.Unauthorized,
            """{"success":false,"error":{"code":"authentication_failed","message":"Authentication required"},"detail":"Authentication required"}"""));
        Principal[] others =
        [
            new() { Kind = PrincipalKind.User, AccountId = account },
            new() { Kind = PrincipalKind.UserKey, AccountId = account, KeyId = account, Scopes = ["*"] },
            new() { Kind = PrincipalKind.ProjectKey, AccountId = account, KeyId = account, Scopes = ["*"] },
        ];
        foreach (var other in others)
        {
            (status, answer) = await fixture.First.AdminAsync(method, path, body, other);
            (status, answer.ToJsonString()).ShouldBe((HttpStatusCode.Forbidden,
                """{"success":false,"error":{"code":"authorization_failed","message":"Admin privileges required"},"detail":"Admin privileges required"}"""));
        }

        (await fixture.First.MakeAsync()).ShouldBe("google");
    }
}

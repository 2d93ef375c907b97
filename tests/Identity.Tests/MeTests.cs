using System.Net;
using System.Net.Http.Json;
using System.Text;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Identity.Tests;

public sealed class MeTests(IdentityApplication application) : IClassFixture<IdentityApplication>
{
    [Fact]
    public async Task SignedIn_Me_ShowsTheAccount()
    {
        var user = await application.RegisterAsync();
        using var client = user.Client();

        var me = await (await client.GetAsync("/v1/auth/me")).ShouldBeAsync(HttpStatusCode.OK);

        me!.AsObject().Select(static field => field.Key).ShouldBe(["id", "email", "created_at"]);
        ((Guid)me["id"]!).ShouldBe(user.UserId);
        ((string)me["email"]!).ShouldBe(user.Email);
    }

    [Fact]
    public async Task NewAddress_Changed_SignsInAndTheOldOneIsFree()
    {
        var user = await application.RegisterAsync();
        using var client = user.Client();
        var email = IdentityApplication.NewEmail();

        var me = await (await client.PutAsJsonAsync("/v1/auth/me", new { email })).ShouldBeAsync(HttpStatusCode.OK);

        ((string)me!["email"]!).ShouldBe(email);
        (await application.SignInAsync(email)).UserId.ShouldBe(user.UserId);
        (await application.RegisterAsync(user.Email)).UserId.ShouldNotBe(user.UserId);
    }

    [Fact]
    public async Task OwnAddressInOtherCase_Changed_IsKept()
    {
        var user = await application.RegisterAsync();
        using var client = user.Client();

        for (var i = 0; i < 2; i++)
        {
            var me = await (await client.PutAsJsonAsync("/v1/auth/me", new { email = user.Email.ToUpperInvariant() })).ShouldBeAsync(HttpStatusCode.OK);
            ((string)me!["email"]!).ShouldBe(user.Email.ToUpperInvariant());
        }
    }

    [Fact]
    public async Task SomebodyElsesAddress_Changed_IsAConflict()
    {
        var other = await application.RegisterAsync();
        var user = await application.RegisterAsync();
        using var client = user.Client();

        var response = await client.PutAsJsonAsync("/v1/auth/me", new { email = other.Email.ToUpperInvariant() });

        ((string)(await response.ShouldBeAsync(HttpStatusCode.Conflict))!["detail"]!).ShouldBe("Email already in use");
    }

    [Fact]
    public async Task SameAddressByTwoUsersAtOnce_Changed_OneGetsIt()
    {
        using var first = (await application.RegisterAsync()).Client();
        using var second = (await application.RegisterAsync()).Client();
        var email = IdentityApplication.NewEmail();

        var responses = await Task.WhenAll(
            first.PutAsJsonAsync("/v1/auth/me", new { email }), second.PutAsJsonAsync("/v1/auth/me", new { email }));

        responses.Select(static response => response.StatusCode).Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.Conflict]);
    }

    [Theory]
    [InlineData("{}", "email:missing")]
    [InlineData("""{"email":"a@b"}""", "email:value_error")]
    [InlineData("""{"email":["a@b.c"]}""", "email:type_error")]
    public async Task BadBody_ChangeEmail_NamesTheField(string body, string fault)
    {
        var user = new Principal { Kind = PrincipalKind.User, AccountId = Guid.NewGuid() };
        using var client = application.Service.ClientFor(user);

        var response = await client.PutAsync("/v1/auth/me", new StringContent(body, Encoding.UTF8, "application/json"));

        (await response.ShouldBeInvalidAsync()).ShouldBe([fault]);
    }

    [Fact]
    public async Task UserWhoIsGone_AnyRoute_IsSignedOut()
    {
        using var client = application.Service.ClientFor(new Principal { Kind = PrincipalKind.User, AccountId = Guid.NewGuid(), TokenId = Guid.NewGuid() });

        await (await client.GetAsync("/v1/auth/me")).ShouldBeAsync(HttpStatusCode.Unauthorized);
        await (await client.PutAsJsonAsync("/v1/auth/me", new { email = IdentityApplication.NewEmail() })).ShouldBeAsync(HttpStatusCode.Unauthorized);
        await (await client.PostAsJsonAsync("/v1/auth/me/password", new { current_password = "x", new_password = "12345678" }))
            .ShouldBeAsync(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(PrincipalKind.Anonymous, HttpStatusCode.Unauthorized)]
    [InlineData(PrincipalKind.UserKey, HttpStatusCode.Forbidden)]
    public async Task NotAUser_AnyRoute_IsRefused(PrincipalKind kind, HttpStatusCode expected)
    {
        using var client = application.Service.ClientFor(new Principal { Kind = kind });

        await (await client.GetAsync("/v1/auth/me")).ShouldBeAsync(expected);
        await (await client.PutAsJsonAsync("/v1/auth/me", new { email = "a@b.c" })).ShouldBeAsync(expected);
        await (await client.PostAsJsonAsync("/v1/auth/me/password", new { })).ShouldBeAsync(expected);
        await (await client.PostAsync("/v1/auth/logout", null)).ShouldBeAsync(expected);
        await (await client.PostAsJsonAsync("/internal/tokens/introspect", new { })).ShouldBeAsync(expected);
    }
}

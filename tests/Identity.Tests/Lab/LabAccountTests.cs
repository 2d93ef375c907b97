using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;
using NanoBanana.Contracts.Identity;
using NanoBanana.Contracts.Principals;
using NanoBanana.Identity.Tests.GitHub;

namespace NanoBanana.Identity.Tests.Lab;

/// <summary>The Lab's view of an account that signs in with a password, and of its tokens.</summary>
public sealed class LabAccountTests(IdentityApplication application) : IClassFixture<IdentityApplication>
{
    [Fact]
    public async Task UserWithAPassword_Shown_IsNamedByWhatStandsBeforeTheAt()
    {
        var user = await application.RegisterAsync();
        using var client = ClientOf(user);

        var me = (await (await client.GetAsync(Of("me"))).ShouldBeAsync(HttpStatusCode.OK))!;
        var status = (await (await client.GetAsync(Of("status"))).ShouldBeAsync(HttpStatusCode.OK))!;

        me.AsObject().Select(static field => field.Key).ShouldBe(["id", "login", "name", "email", "avatar_url", "user_folder_id"]);
        ((Guid)me["id"]!, (string)me["login"]!, (string)me["email"]!).ShouldBe((user.UserId, user.Email.Split('@')[0], user.Email));
        (me["name"], me["avatar_url"]).ShouldBe((null, null));
        ((string)me["user_folder_id"]!).ShouldMatch("^[0-9a-f]{16}$");
        status.ToJsonString().ShouldBe($$"""{"authenticated":true,"user":{{me.ToJsonString()}}}""");
        user.Claims.TryGetPayloadValue<string>("provider", out _).ShouldBeFalse();
        using var other = ClientOf(await application.RegisterAsync());
        ((string)(await (await other.GetAsync(Of("me"))).ShouldBeAsync(HttpStatusCode.OK))!["user_folder_id"]!).ShouldNotBe((string)me["user_folder_id"]!);
    }

    [Fact]
    public async Task Folder_OfAUser_StaysWhenTheAddressChanges()
    {
        var user = await application.RegisterAsync();
        using var client = ClientOf(user);
        var before = (await (await client.GetAsync(Of("me"))).ShouldBeAsync(HttpStatusCode.OK))!;

        await application.QueryAsync("UPDATE identity.users SET email = 'x@y.zz', normalized_email = 'X@Y.ZZ' WHERE id = $1", user.UserId);

        var after = (await (await client.GetAsync(Of("me"))).ShouldBeAsync(HttpStatusCode.OK))!;
        ((string)after["login"]!, (string)after["user_folder_id"]!).ShouldBe(("x", (string)before["user_folder_id"]!));
    }

    [Theory]
    [InlineData(PrincipalKind.Anonymous, false)]
    [InlineData(PrincipalKind.User, false)]
    [InlineData(PrincipalKind.UserKey, true)]
    [InlineData(PrincipalKind.MasterKey, true)]
    public async Task CallerOfNoUser_AsksForItsStatus_IsToldTheTruth(PrincipalKind kind, bool isAuthenticated)
    {
        using var client = application.Service.ClientFor(new Principal { Kind = kind, AccountId = Guid.NewGuid() });

        var status = (await (await client.GetAsync(Of("status"))).ShouldBeAsync(HttpStatusCode.OK))!;

        status.ToJsonString().ShouldBe($$"""{"authenticated":{{(isAuthenticated ? "true" : "false")}},"user":null}""");
    }

    [Fact]
    public async Task KeyOfAUser_AsksForItsStatus_IsItsOwner()
    {
        var user = await application.RegisterAsync();
        using var client = application.Service.ClientFor(new Principal { Kind = PrincipalKind.UserKey, AccountId = user.UserId });

        var status = (await (await client.GetAsync(Of("status"))).ShouldBeAsync(HttpStatusCode.OK))!;

        ((Guid)status["user"]!["id"]!).ShouldBe(user.UserId);
    }

    [Fact]
    public async Task LoggedOutTwice_Token_EndsAndAnswersTheSame()
    {
        var user = await application.RegisterAsync();
        var other = await application.SignInAsync(user.Email);
        using var client = ClientOf(user);

        for (var i = 0; i < 2; i++)
        {
            using var response = await client.PostAsync(Of("logout"), content: null);
            (await response.ShouldBeAsync(HttpStatusCode.OK))!.ToJsonString().ShouldBe("""{"success":true,"message":"Successfully logged out"}""");
        }

        (await user.IntrospectAsync()).Active.ShouldBeFalse();
        (await other.IntrospectAsync()).Active.ShouldBeTrue();
    }

    [Fact]
    public async Task Token_Refreshed_IsAnotherOneAndTheOldStaysGood()
    {
        var user = await application.RegisterAsync();
        using var client = ClientOf(user);

        using var response = await client.PostAsync(Of("refresh"), new StringContent("""{"refresh_token":5""", System.Text.Encoding.UTF8, "application/json"));

        var body = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        body.AsObject().Select(static field => field.Key).ShouldBe(["access_token", "token_type", "expires_in"]);
        ((string)body["token_type"]!, (int)body["expires_in"]!).ShouldBe(("bearer", 604_800));
        var fresh = new SignedIn(application, user.Email, (string)body["access_token"]!);
        (fresh.UserId, fresh.TokenId == user.TokenId).ShouldBe((user.UserId, false));
        (fresh.Claims.ValidTo - fresh.Claims.IssuedAt).ShouldBe(TimeSpan.FromDays(7));
        (await fresh.IntrospectAsync()).Active.ShouldBeTrue();
        (await user.IntrospectAsync()).Active.ShouldBeTrue();
    }

    [Fact]
    public async Task TokenThatEnded_StillRemembered_IsNotRefreshed()
    {
        var user = await application.RegisterAsync();
        var old = await application.SignInAsync(user.Email);
        using var changing = ClientOf(user);
        using var signedOut = ClientOf(await application.SignInAsync(user.Email));
        using var remembered = ClientOf(old);
        await (await signedOut.PostAsync(Of("logout"), content: null)).ShouldBeAsync(HttpStatusCode.OK);
        await (await changing.PostAsync(Of("refresh"), content: null)).ShouldBeAsync(HttpStatusCode.OK);
        await user.ChangePasswordAsync(IdentityApplication.Password, "another password");

        foreach (var ended in new[] { signedOut, remembered })
        {
            using var response = await ended.PostAsync(Of("refresh"), content: null);
            await response.ShouldFailAsync(HttpStatusCode.Unauthorized, "auth.invalid_token", "authentication_failed", "Invalid or expired token");
        }

        // The one that changed the password was spared, and its next is of the new generation.
        var fresh = (await (await changing.PostAsync(Of("refresh"), content: null)).ShouldBeAsync(HttpStatusCode.OK))!;
        (await new SignedIn(application, user.Email, (string)fresh["access_token"]!).IntrospectAsync()).Active.ShouldBeTrue();
    }

    [Fact]
    public async Task UserWhoIsGone_AnyCall_IsSignedOut()
    {
        using var client = application.Service.ClientFor(
            new Principal { Kind = PrincipalKind.User, AccountId = Guid.NewGuid(), TokenId = Guid.NewGuid(), TokenGeneration = 0 });

        foreach (var response in new[] { await client.GetAsync(Of("me")), await client.PostAsync(Of("refresh"), content: null) })
            await response.ShouldFailAsync(HttpStatusCode.Unauthorized, "auth.invalid_token", "authentication_failed", "Invalid or expired token");
    }

    [Theory]
    [InlineData(PrincipalKind.Anonymous, HttpStatusCode.Unauthorized, "auth.missing_credential", "authentication_failed", "Authentication required")]
    [InlineData(PrincipalKind.UserKey, HttpStatusCode.Forbidden, "auth.forbidden", "authorization_failed", "This credential does not allow that")]
    public async Task NotAUser_AnyCall_IsRefused(PrincipalKind kind, HttpStatusCode status, string code, string labCode, string message)
    {
        using var client = application.Service.ClientFor(new Principal { Kind = kind });

        foreach (var response in new[] { await client.GetAsync(Of("me")), await client.PostAsync(Of("logout"), content: null), await client.PostAsync(Of("refresh"), content: null) })
            await response.ShouldFailAsync(status, code, labCode, message);
    }

    private static Uri Of(string call) => new("/api/auth/" + call, UriKind.Relative);

    private HttpClient ClientOf(SignedIn user) => application.Service.ClientFor(new Principal
    {
        Kind = PrincipalKind.User,
        AccountId = user.UserId,
        TokenId = user.TokenId,
        TokenGeneration = user.Claims.GetPayloadValue<int>(TokenClaims.Generation),
    });
}

using System.Net;
using System.Net.Http.Json;

namespace NanoBanana.Identity.Tests;

public sealed class ChangePasswordTests(IdentityApplication application) : IClassFixture<IdentityApplication>
{
    private const string Next = "an even better one";

    [Fact]
    public async Task PasswordChanged_Tokens_AllEndButTheOneThatDidIt()
    {
        var first = await application.RegisterAsync();
        var second = await application.SignInAsync(first.Email);
        var stranger = await application.RegisterAsync();

        await second.ChangePasswordAsync(IdentityApplication.Password, Next);

        (await first.IntrospectAsync()).Active.ShouldBeFalse();
        (await second.IntrospectAsync()).Active.ShouldBeTrue();
        (await stranger.IntrospectAsync()).Active.ShouldBeTrue();
        (await application.LoginAsync(first.Email, IdentityApplication.Password)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var third = await application.SignInAsync(first.Email, Next);
        (await third.IntrospectAsync()).Active.ShouldBeTrue();

        await third.ChangePasswordAsync(Next, IdentityApplication.Password);
        (await second.IntrospectAsync()).Active.ShouldBeFalse();
        (await third.IntrospectAsync()).Active.ShouldBeTrue();
    }

    [Fact]
    public async Task SparedToken_LoggedOut_EndsToo()
    {
        var user = await application.RegisterAsync();
        await user.ChangePasswordAsync(IdentityApplication.Password, Next);
        using var client = user.Client();

        (await client.PostAsync("/v1/auth/logout", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await user.IntrospectAsync()).Active.ShouldBeFalse();
    }

    [Fact]
    public async Task WrongCurrentPassword_Change_ChangesNothing()
    {
        var user = await application.RegisterAsync();
        using var client = user.Client();

        var response = await client.PostAsJsonAsync("/v1/auth/me/password", new { current_password = "wrong", new_password = Next });

        ((string)(await response.ShouldBeAsync(HttpStatusCode.Unauthorized))!["detail"]!).ShouldBe("Current password is incorrect");
        (await user.IntrospectAsync()).Active.ShouldBeTrue();
        await application.SignInAsync(user.Email);
    }

    [Fact]
    public async Task TwoChangesAtOnce_BothFromTheOldPassword_OneWins()
    {
        var user = await application.RegisterAsync();
        using var client = user.Client();

        var responses = await Task.WhenAll(Enumerable.Range(0, 3).Select(i =>
            client.PostAsJsonAsync("/v1/auth/me/password", new { current_password = IdentityApplication.Password, new_password = $"{Next} {i}" })));

        responses.Count(static response => response.StatusCode == HttpStatusCode.NoContent).ShouldBe(1);
        responses.Count(static response => response.StatusCode == HttpStatusCode.Unauthorized).ShouldBe(2);
        var winner = Array.FindIndex(responses, static response => response.StatusCode == HttpStatusCode.NoContent);
        await application.SignInAsync(user.Email, $"{Next} {winner}");
    }

    [Fact]
    public async Task BadBody_Change_NamesTheFields()
    {
        var user = await application.RegisterAsync();
        using var client = user.Client();

        (await (await client.PostAsJsonAsync("/v1/auth/me/password", new { })).ShouldBeInvalidAsync())
            .ShouldBe(["current_password:missing", "new_password:missing"]);
        (await (await client.PostAsJsonAsync("/v1/auth/me/password", new { current_password = 1, new_password = Next })).ShouldBeInvalidAsync())
            .ShouldBe(["current_password:type_error"]);
        (await (await client.PostAsJsonAsync("/v1/auth/me/password", new { current_password = "x", new_password = "short" })).ShouldBeInvalidAsync())
            .ShouldBe(["new_password:string_too_short"]);
    }
}

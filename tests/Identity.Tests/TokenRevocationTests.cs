using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Contracts.Identity;
using NanoBanana.Contracts.Keys;
using NanoBanana.Identity.Tokens;
using StackExchange.Redis;

namespace NanoBanana.Identity.Tests;

public sealed class TokenRevocationTests(IdentityApplication application) : IClassFixture<IdentityApplication>
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task LoggedOutTwice_Token_EndsAloneAndAnswersTheSame()
    {
        var first = await application.RegisterAsync();
        var second = await application.SignInAsync(first.Email);
        using var client = first.Client();

        for (var i = 0; i < 2; i++)
            (await client.PostAsync("/v1/auth/logout", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await first.IntrospectAsync()).Active.ShouldBeFalse();
        (await second.IntrospectAsync()).Active.ShouldBeTrue();
    }

    [Fact]
    public async Task LogoutEmailAndPasswordChange_Subscribers_HearWithinASecond()
    {
        var user = await application.RegisterAsync();
        using var client = user.Client();
        using var subscriber = await ConnectionMultiplexer.ConnectAsync(await TestServers.Redis);

        var token = await ListenAsync(subscriber, Invalidation.Token(user.TokenId));
        await client.PostAsync("/v1/auth/logout", null);
        await token.WaitAsync(OneSecond);

        var password = await ListenAsync(subscriber, Invalidation.Account(user.UserId));
        await user.ChangePasswordAsync(IdentityApplication.Password, "another password");
        await password.WaitAsync(OneSecond);

        var email = await ListenAsync(subscriber, Invalidation.Account(user.UserId));
        await (await client.PutAsJsonAsync("/v1/auth/me", new { email = IdentityApplication.NewEmail() })).ShouldBeAsync(HttpStatusCode.OK);
        await email.WaitAsync(OneSecond);
    }

    [Fact]
    public async Task UnknownUserOrGeneration_Introspected_IsInactive()
    {
        var user = await application.RegisterAsync();

        (await application.IntrospectAsync(new IntrospectTokenRequest(user.TokenId, Guid.NewGuid(), 0))).Active.ShouldBeFalse();
        (await application.IntrospectAsync(new IntrospectTokenRequest(user.TokenId, user.UserId, 1))).Active.ShouldBeFalse();
        (await application.IntrospectAsync(new IntrospectTokenRequest(Guid.Empty, user.UserId, 1))).Active.ShouldBeFalse();
    }

    [Fact]
    public async Task ListedAddress_Introspected_IsAnOperator()
    {
        var admin = await application.RegisterAsync(IdentityApplication.AdminEmail);
        var user = await application.RegisterAsync();

        (await admin.IntrospectAsync()).ShouldBe(new TokenIntrospection(Active: true, IsAdmin: true));
        (await user.IntrospectAsync()).ShouldBe(new TokenIntrospection(Active: true, IsAdmin: false));
        using var client = admin.Client();
        await client.PostAsync("/v1/auth/logout", null);
        (await admin.IntrospectAsync()).ShouldBe(new TokenIntrospection(Active: false, IsAdmin: false));
    }

    [Fact]
    public async Task OldRows_Swept_LeaveTheOthers()
    {
        var (old, young) = (Guid.NewGuid(), Guid.NewGuid());
        await application.QueryAsync(
            "INSERT INTO identity.revoked_tokens VALUES ($1, $1, now() - interval '1 second'), ($2, $2, now() + interval '1 hour')", old, young);

        (await application.Service.Services.GetRequiredService<RevokedTokens>().SweepAsync(CancellationToken.None)).ShouldBe(1);

        (await application.QueryAsync("SELECT count(*) FROM identity.revoked_tokens WHERE token_id = $1", old)).ShouldBe(0L);
        (await application.QueryAsync("SELECT count(*) FROM identity.revoked_tokens WHERE token_id = $1", young)).ShouldBe(1L);
    }

    private static async Task<Task> ListenAsync(ConnectionMultiplexer subscriber, string message)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await subscriber.GetSubscriber().SubscribeAsync(Invalidation.Channel, (_, value) =>
        {
            if (value == message)
                heard.TrySetResult();
        });
        return heard.Task;
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Keys;
using StackExchange.Redis;

namespace NanoBanana.Keys.Tests;

/// <summary>Keys of a banned account, through whichever door they came, are good keys that may not be used.</summary>
public sealed class AccountBanTests(KeysApplication application) : IClassFixture<KeysApplication>
{
    [Fact]
    public async Task BannedAccount_AllItsKeys_AreBannedAndNobodyElses()
    {
        var (account, other) = (Guid.NewGuid(), Guid.NewGuid());
        using var client = application.ClientForUser(account);
        using var stranger = application.ClientForUser(other);
        var saas = (string)(await KeysApplication.CreateKeyAsync(client))["key"]!;
        var lab = (string)(await (await client.PostAsJsonAsync("/api/auth/api-keys", new { name = "a" })).ShouldBeAsync(HttpStatusCode.OK))!["key"]!;
        var project = await KeysApplication.CreateKeyAsync(client);
        await application.ExecuteAsync("UPDATE keys.api_keys SET kind = 'project', door = 'banatie', project_id = 'shop' WHERE id = $1", (Guid)project["id"]!);
        var theirs = (string)(await KeysApplication.CreateKeyAsync(stranger))["key"]!;

        (await TellAsync(new AccountBan(account, IsBanned: true, 1))).ShouldBe(new KeptBans(1));

        foreach (var (key, pays) in new[] { (saas, account), (lab, account), ((string)project["key"]!, OperatorAccount.OfProject("shop")) })
        {
            var answer = await application.VerifyAsync(key);
            (answer.Verdict, answer.Key!.AccountId).ShouldBe((KeyVerdict.Banned, pays));
        }

        (await application.VerifyAsync(theirs)).Verdict.ShouldBe(KeyVerdict.Valid);
        (await TellAsync(new AccountBan(account, IsBanned: false, 2))).ShouldBe(new KeptBans(1));
        (await application.VerifyAsync(lab)).Verdict.ShouldBe(KeyVerdict.Valid);
    }

    [Fact]
    public async Task RevokedOrExpiredKey_OfABannedAccount_IsWhatItWas()
    {
        var account = Guid.NewGuid();
        using var client = application.ClientForUser(account);
        var (revoked, expired) = (await KeysApplication.CreateKeyAsync(client), await KeysApplication.CreateKeyAsync(client));
        await client.DeleteAsync($"/v1/keys/{revoked["id"]}");
        await application.ExecuteAsync("UPDATE keys.api_keys SET expires_at = now() WHERE id = $1", (Guid)expired["id"]!);
        await TellAsync(new AccountBan(account, IsBanned: true, 1));
        (await application.VerifyAsync((string)revoked["key"]!)).Verdict.ShouldBe(KeyVerdict.Revoked);
        (await application.VerifyAsync((string)expired["key"]!)).Verdict.ShouldBe(KeyVerdict.Expired);
    }

    [Fact]
    public async Task WordsOutOfOrderAndRepeated_TheNewestHoldsAndEachIsAnnounced()
    {
        var account = Guid.NewGuid();
        using var client = application.ClientForUser(account);
        var key = (string)(await KeysApplication.CreateKeyAsync(client))["key"]!;
        using var redis = await ConnectionMultiplexer.ConnectAsync(await TestServers.Redis);
        var heard = new ConcurrentQueue<string>();
        await redis.GetSubscriber().SubscribeAsync(Invalidation.Channel, (_, message) =>
        {
            if (message == Invalidation.Account(account))
                heard.Enqueue(message!);
        });

        (await TellAsync(new AccountBan(account, IsBanned: false, 8))).ShouldBe(new KeptBans(1));
        (await TellAsync(new AccountBan(account, IsBanned: true, 7))).ShouldBe(new KeptBans(0));
        (await application.VerifyAsync(key)).Verdict.ShouldBe(KeyVerdict.Valid);
        (await TellAsync(new AccountBan(account, IsBanned: true, 9))).ShouldBe(new KeptBans(1));
        (await TellAsync(new AccountBan(account, IsBanned: true, 9))).ShouldBe(new KeptBans(0));
        (await application.VerifyAsync(key)).Verdict.ShouldBe(KeyVerdict.Banned);
        for (var i = 0; i < 100 && heard.Count < 4; i++)
            await Task.Delay(20);
        heard.Count.ShouldBe(4);
    }

    [Fact]
    public async Task ListThatIsNone_IsRefusedWhole()
    {
        var account = Guid.NewGuid();
        AccountBan one = new(account, IsBanned: true, 1);
        foreach (var list in new AccountBan[][] { [], [one, one], [one, new(Guid.Empty, IsBanned: true, 1)], [.. Enumerable.Range(0, 101).Select(static _ => new AccountBan(Guid.NewGuid(), IsBanned: true, 1))] })
        {
            using var response = await SendAsync(list);
            response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        (await TellAsync(one)).ShouldBe(new KeptBans(1));
        using var most = await SendAsync([.. Enumerable.Range(0, 100).Select(static _ => new AccountBan(Guid.NewGuid(), IsBanned: true, 1))]);
        most.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var user = application.ClientForUser(account);
        await (await user.PutAsJsonAsync("/internal/accounts/bans", Array.Empty<object>())).ShouldBeAsync(HttpStatusCode.Forbidden);
    }

    private async Task<KeptBans> TellAsync(params AccountBan[] bans)
    {
        using var response = await SendAsync(bans);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await response.Content.ReadFromJsonAsync(ContractsJsonContext.Default.KeptBans))!;
    }

    private async Task<HttpResponseMessage> SendAsync(IReadOnlyList<AccountBan> bans)
    {
        using var identity = application.Service.ClientForService("identity");
        return await identity.PutAsJsonAsync("/internal/accounts/bans", bans, ContractsJsonContext.Default.IReadOnlyListAccountBan);
    }
}

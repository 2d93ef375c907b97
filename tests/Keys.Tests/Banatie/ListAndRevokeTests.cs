using System.Net;
using NanoBanana.Contracts.Keys;
using StackExchange.Redis;

namespace NanoBanana.Keys.Tests.Banatie;

/// <summary>An installation of its own for each test: what is revoked last is another's as well.</summary>
public sealed class ListAndRevokeTests : IAsyncLifetime
{
    private readonly KeysApplication _application = new();
    private HttpClient _master = null!;

    public async ValueTask InitializeAsync()
    {
        await _application.InitializeAsync();
        _master = _application.Service.ClientFor(OperatorCalls.Master());
    }

    public async ValueTask DisposeAsync()
    {
        _master.Dispose();
        await _application.DisposeAsync();
    }

    [Fact]
    public async Task Keys_Listed_AreAllOperatorsNewestFirstAndNeverTheirText()
    {
        var maker = Guid.NewGuid();
        using var other = _application.Service.ClientFor(OperatorCalls.Master(maker));
        var first = await _master.CreateOkAsync(new { type = "master" });
        var second = await other.CreateOkAsync(new { type = "project", projectId = "shop", name = "Shop" });
        using var user = _application.ClientForNewUser();
        var users = await KeysApplication.CreateKeyAsync(user, "A user's");

        var list = await _master.ListAsync();

        ((int)list["total"]!).ShouldBe(2);
        list["keys"]!.AsArray().Select(static key => (string)key!["id"]!).ShouldBe([second.Id(), first.Id()]);
        var shown = list["keys"]![0]!;
        shown.ToJsonString().ShouldBe(
            $$"""{"id":"{{second.Id()}}","type":"project","projectId":"shop","name":"Shop","scopes":["generate","read"],"isActive":true,"createdAt":"{{second["metadata"]!["createdAt"]}}","expiresAt":"{{second["metadata"]!["expiresAt"]}}","lastUsedAt":null,"createdBy":"{{maker}}"}""");
        var all = await _master.ListAsync("?all=true");
        all["keys"]!.AsArray().Select(static key => (string)key!["type"]!).ShouldBe(["user", "project", "master"]);
        foreach (var text in new[] { first.Text(), second.Text(), (string)users["key"]! })
        {
            all.ToJsonString().ShouldNotContain(text[12..]);
            all.ToJsonString().ShouldNotContain(KeyFormats.HashText(text));
        }
    }

    [Fact]
    public async Task LongList_ByPages_ShowsEachKeyOnce()
    {
        for (var i = 0; i < 5; i++)
            await _master.CreateOkAsync(new { type = "project", projectId = "p" });
        var whole = (await _master.ListAsync())["keys"]!.AsArray().Select(static key => (string)key!["id"]!).ToList();

        var first = await _master.ListAsync("?limit=3");
        var second = await _master.ListAsync($"?limit=3&before={first["keys"]![2]!["id"]}");

        first["keys"]!.AsArray().Concat(second["keys"]!.AsArray()).Select(static key => (string)key!["id"]!).ShouldBe(whole);
        ((int)first["total"]!, (int)second["total"]!, second["keys"]!.AsArray().Count).ShouldBe((5, 5, 2));
    }

    [Theory]
    [InlineData("?limit=0", "limit: Input should be greater than or equal to 1")]
    [InlineData("?limit=1001", "limit: Input should be less than or equal to 1000")]
    [InlineData("?limit=x", "limit: Input should be a valid integer")]
    [InlineData("?all=maybe", "all: Input should be a valid boolean: true or false")]
    [InlineData("?before=x", "before must be the id of a listed key")]
    [InlineData("?before=0198c0de-0000-7000-8000-000000000000", "before must be the id of a listed key")]
    public async Task BadQuery_Listed_IsRefused(string query, string message)
    {
        using var refused = await _master.GetAsync(new Uri(OperatorCalls.Path + query, UriKind.Relative));
        await refused.ShouldBeAsync(HttpStatusCode.BadRequest, $$"""{"success":false,"error":"Validation failed","message":"{{message}}"}""");
    }

    [Fact]
    public async Task ProjectKey_Revoked_StaysListedIsRefusedAndAnnounced()
    {
        var made = await _master.CreateOkAsync(new { type = "project", projectId = "shop" });
        using var subscriber = await ConnectionMultiplexer.ConnectAsync(await TestServers.Redis);
        var heard = new TaskCompletionSource();
        await subscriber.GetSubscriber().SubscribeAsync(
            new RedisChannel(Invalidation.Channel, RedisChannel.PatternMode.Literal), (_, message) =>
            {
                if (message == Invalidation.Key(Guid.Parse(made.Id())))
                    heard.TrySetResult();
            });

        for (var i = 0; i < 2; i++)
        {
            using var revoked = await _master.RevokeAsync(made.Id());
            await revoked.ShouldBeAsync(HttpStatusCode.OK, $$"""{"message":"API key revoked successfully","keyId":"{{made.Id()}}"}""");
        }

        await heard.Task.WaitAsync(TimeSpan.FromSeconds(5));
        (await _application.VerifyAsync(made.Text())).Verdict.ShouldBe(KeyVerdict.Revoked);
        var listed = (await _master.ListAsync())["keys"]!.AsArray().ShouldHaveSingleItem()!;
        ((bool)listed["isActive"]!).ShouldBeFalse();
        using var gateway = _application.Service.ClientForService("gateway");
        var lines = (await (await gateway.GetAsync(new Uri("/internal/system/audit", UriKind.Relative))).ShouldBeAsync(HttpStatusCode.OK))!.AsArray();
        lines.Select(static line => (string)line!["action"]!).ShouldBe(["key.revoke", "key.create"]);
    }

    [Fact]
    public async Task UnknownMalformedAndAUsersKey_Revoked_AnswerAlike()
    {
        using var user = _application.ClientForNewUser();
        var users = await KeysApplication.CreateKeyAsync(user);
        foreach (var id in new[] { Guid.NewGuid().ToString(), "nonsense", (string)users["id"]! })
        {
            using var refused = await _master.RevokeAsync(id);
            await refused.ShouldBeAsync(HttpStatusCode.NotFound, """{"success":false,"error":"Key not found","message":"API key not found"}""");
            refused.ErrorCode().ShouldBe("keys.not_found");
        }

        (await _application.VerifyAsync((string)users["key"]!)).Verdict.ShouldBe(KeyVerdict.Valid);
    }

    [Fact]
    public async Task OnlyMasterKeyThatWorks_Revoked_IsAConflict()
    {
        var first = await _master.CreateOkAsync(new { type = "master" });
        var second = await _master.CreateOkAsync(new { type = "master" });
        await _master.CreateOkAsync(new { type = "project", projectId = "is no master" });
        using (var revoked = await _master.RevokeAsync(second.Id()))
            await revoked.ShouldBeAsync(HttpStatusCode.OK);

        using var refused = await _master.RevokeAsync(first.Id());

        await refused.ShouldBeAsync(HttpStatusCode.Conflict,
            """{"success":false,"error":"Last master key","message":"The only active master key cannot be revoked. Create another one first."}""");
        (await _application.VerifyAsync(first.Text())).Verdict.ShouldBe(KeyVerdict.Valid);

        // The one that is revoked already is not the last one.
        using var again = await _master.RevokeAsync(second.Id());
        await again.ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AllMasterKeys_RevokedAtOnceAtTwoProcesses_OneIsLeft()
    {
        await using var second = await KeysApplication.StartAsync(_application.Database, await TestServers.Redis);
        using var there = second.ClientFor(OperatorCalls.Master());
        for (var round = 0; round < 5; round++)
        {
            await _master.CreateOkAsync(new { type = "master" });
            await _master.CreateOkAsync(new { type = "master" });
            var working = (await _master.ListAsync())["keys"]!.AsArray().Where(static key => (bool)key!["isActive"]!).Select(static key => (string)key!["id"]!).ToList();

            Task<HttpResponseMessage>[] calls;
            await using (var roadblock = await Roadblock.OnAsync(_application.Database, "keys.api_keys"))
            {
                calls = [.. working.Select((id, number) => (number % 2 == 0 ? _master : there).RevokeAsync(id))];
                await roadblock.WaitForWritersAsync(calls.Length);
            }

            var responses = await Task.WhenAll(calls);

            responses.Count(static response => response.StatusCode == HttpStatusCode.Conflict).ShouldBe(1);
            responses.Count(static response => response.StatusCode == HttpStatusCode.OK).ShouldBe(working.Count - 1);
            (await _master.ListAsync())["keys"]!.AsArray().Count(static key => (bool)key!["isActive"]!).ShouldBe(1);
        }
    }
}

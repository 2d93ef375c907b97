using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Notifications;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Identity.Tests.Notifications;

/// <summary>What our own services tell is kept once, whatever becomes of it, and counted rightly.</summary>
public sealed class NotificationStoreTests(IdentityApplication application) : IClassFixture<IdentityApplication>
{
    [Fact]
    public async Task SameOne_ToldAgain_IsKeptOnceEvenWhenReadOrDeleted()
    {
        using var account = new NotificationClient(application.Service);
        var (read, deleted, fresh) = (account.New("read"), account.New("deleted"), account.New("fresh"));
        (await account.TellAsync(read, deleted)).ShouldBe(2);
        await account.MarkAsync(read.Id);
        (await account.DeleteAsync($"{deleted.Id}")).Dispose();

        (await account.TellAsync(read, deleted, fresh, fresh)).ShouldBe(1);

        var list = await account.GetAsync("?type=task_complete");
        list["notifications"]!.AsArray().Select(static one => (string)one!["title"]!).Order().ShouldBe(["fresh", "read"]);
        ((int)list["total"]!, (int)list["unread_count"]!).ShouldBe((2, 1));
    }

    [Fact]
    public async Task SameOnesFromTwoProcessesAtOnce_Told_AreKeptOnce()
    {
        using var one = new NotificationClient(application.Service);
        using var two = new NotificationClient(application.Service);
        var told = Enumerable.Range(0, 40).Select(number => (number % 2 == 0 ? one : two).New()).ToArray();
        var stored = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => one.TellAsync(number % 2 == 0 ? told : [.. told.Reverse()])));
        stored.Sum().ShouldBe(40);
        ((int)(await one.GetAsync("/unread-count"))["unread_count"]!).ShouldBe(20);
        ((int)(await two.GetAsync())["total"]!).ShouldBe(20);
    }

    /// <summary>As another version of a service writes it, not as this one's serialiser does.</summary>
    [Fact]
    public async Task WireForm_Told_IsWhatItSays()
    {
        using var account = new NotificationClient(application.Service);
        using var generation = application.Service.ClientForService("generation");
        var body = $$$"""
            [{"id":"{{{Guid.NewGuid()}}}","account_id":"{{{account.AccountId}}}","type":"system","title":"Webhook disabled","message":null,"data":{"webhook_id":"wh_1"},
              "created_at":"2026-11-20T13:00:00.25+01:00","unheard_of":1}]
            """;
        using var response = await generation.PostAsync(new Uri("/internal/notifications", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
        (await response.ShouldBeAsync(HttpStatusCode.OK))!.ToJsonString().ShouldBe("""{"stored":1}""");
        var shown = (await account.GetAsync())["notifications"]![0]!;
        ((string)shown["created_at"]!, (string?)shown["message"], (string)shown["data"]!["webhook_id"]!).ShouldBe(("2026-11-20T12:00:00Z", null, "wh_1"));
    }

    [Fact]
    public async Task LongestOfEverything_Told_IsKept()
    {
        using var account = new NotificationClient(application.Service);
        var longest = account.New() with
        {
            Title = string.Concat(Enumerable.Repeat("🍌", NewNotification.MaxTitle)),
            Message = new string('m', NewNotification.MaxMessage),
            Data = JsonElement.Parse($$"""{"x":"{{new string('d', NewNotification.MaxData - 8)}}"}"""),
        };
        (await account.TellAsync(longest, account.New() with { Message = null })).ShouldBe(2);
    }

    public static TheoryData<string, string> Bad { get; } = new()
    {
        { "id", "0.id" }, { "account", "0.account_id" }, { "type", "0.type" }, { "no type", "0.type" }, { "title", "0.title" }, { "long title", "0.title" },
        { "empty message", "0.message" }, { "long message", "0.message" }, { "nul", "0.message" }, { "data", "0.data" }, { "long data", "0.data" },
        { "nul in data", "0.data" }, { "date", "0.created_at" }, { "too many", "" }, { "none", "" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task OneThatIsNotAcceptable_Told_IsNamedAndNoneIsKept(string what, string field)
    {
        using var account = new NotificationClient(application.Service);
        var bad = account.New();
        bad = what switch
        {
            "id" => bad with { Id = Guid.Empty },
            "account" => bad with { AccountId = Guid.Empty },
            "type" => bad with { Type = "news" },
            "no type" => bad with { Type = null! },
            "title" => bad with { Title = "" },
            "long title" => bad with { Title = new string('t', NewNotification.MaxTitle + 1) },
            "empty message" => bad with { Message = "" },
            "long message" => bad with { Message = new string('m', NewNotification.MaxMessage + 1) },
            "nul" => bad with { Message = "a\0b" },
            "data" => bad with { Data = JsonElement.Parse("[]") },
            "long data" => bad with { Data = JsonElement.Parse($$"""{"x":"{{new string('d', NewNotification.MaxData)}}"}""") },
            "nul in data" => bad with { Data = JsonElement.Parse("""{"x":"\u0000"}""") },
            "date" => bad with { CreatedAt = default },
            _ => bad,
        };
        NewNotification[] all = what switch
        {
            "too many" => [.. Enumerable.Range(0, NewNotification.MaxItems + 1).Select(_ => account.New())],
            "none" => [],
            _ => [bad, account.New()],
        };

        using var response = await account.PostAsync(all);

        var body = await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        body!.ToJsonString().ShouldContain(field.Replace("0.", "0 -> ", StringComparison.Ordinal).Replace(">", "\\u003E", StringComparison.Ordinal));
        (await account.TitlesAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(PrincipalKind.Anonymous, HttpStatusCode.Unauthorized)]
    [InlineData(PrincipalKind.User, HttpStatusCode.Forbidden)]
    [InlineData(PrincipalKind.MasterKey, HttpStatusCode.Forbidden)]
    public async Task WhoIsNoService_Telling_IsRefused(PrincipalKind kind, HttpStatusCode expected)
    {
        using var account = new NotificationClient(application.Service);
        using var client = application.Service.ClientFor(new Principal { Kind = kind, AccountId = account.AccountId });
        using var response = await client.PostAsJsonAsync("/internal/notifications", [account.New()], ContractsJsonContext.Default.IReadOnlyListNewNotification);
        await response.ShouldBeAsync(expected);
    }

    [Theory]
    [InlineData("UPDATE identity.notification_counts SET unread = total + 1")]
    [InlineData("INSERT INTO identity.notifications (id, account_id, type, title, data, created_at) VALUES (gen_random_uuid(), gen_random_uuid(), 'news', 'x', '{}', now())")]
    [InlineData("INSERT INTO identity.notifications (id, account_id, type, title, data, created_at) VALUES (gen_random_uuid(), gen_random_uuid(), 'system', '', '{}', now())")]
    [InlineData("INSERT INTO identity.notifications (id, account_id, type, title, data, created_at) VALUES (gen_random_uuid(), gen_random_uuid(), 'system', 'x', '[]', now())")]
    [InlineData("UPDATE identity.notifications SET deleted_at = now()")]
    public async Task WhatMayNotBe_Written_IsRefusedByTheDatabase(string sql)
    {
        using var account = new NotificationClient(application.Service);
        await account.TellAsync(account.New());
        (await Should.ThrowAsync<Npgsql.PostgresException>(() => application.QueryAsync(sql))).SqlState.ShouldBe(Npgsql.PostgresErrorCodes.CheckViolation);
    }
}

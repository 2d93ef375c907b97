using System.Net;
using System.Net.Http.Json;
using System.Text;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Identity.Tests.Notifications;

/// <summary>Marking and deleting, and who may.</summary>
public sealed class NotificationChangeTests(IdentityApplication application) : IClassFixture<IdentityApplication>
{
    [Fact]
    public async Task KnownUnknownAndReadOnes_Marked_OnlyTheUnreadCount()
    {
        using var account = new NotificationClient(application.Service);
        var (one, two, three) = (account.New(), account.New(), account.New());
        await account.TellAsync(one, two, three);

        (await account.MarkAsync(one.Id, one.Id, Guid.NewGuid())).ShouldBe(1);
        (await account.MarkAsync(one.Id, two.Id)).ShouldBe(1);

        ((int)(await account.GetAsync("/unread-count"))["unread_count"]!).ShouldBe(1);
        var shown = (await account.GetAsync($"/{two.Id}"))["notification"]!;
        ((bool)shown["is_read"]!, ((string)shown["read_at"]!).EndsWith('Z')).ShouldBe((true, true));
        (await account.MarkAllAsync()).ShouldBe(1);
        (await account.MarkAllAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task MoreThanAPiece_MarkedAll_AreAllMarkedOnce()
    {
        using var account = new NotificationClient(application.Service);
        await application.QueryAsync("""
            INSERT INTO identity.notifications (id, account_id, type, title, data, created_at)
            SELECT gen_random_uuid(), $1, 'system', 'x', '{}', now() FROM generate_series(1, 2500)
            """, account.AccountId);
        (await Task.WhenAll(account.MarkAllAsync(), account.MarkAllAsync())).Sum().ShouldBe(2500);
        ((int)(await account.GetAsync("/unread-count"))["unread_count"]!).ShouldBe(0);
    }

    [Fact]
    public async Task SameOnesByManyAtOnce_MarkedAndDeleted_EachCountsOnce()
    {
        using var account = new NotificationClient(application.Service);
        var told = Enumerable.Range(0, 50).Select(number => account.New(minute: number % 7)).ToArray();
        await account.TellAsync(told);
        var ids = told.Select(static one => one.Id).ToArray();
        var lots = new Random(3);

        var marking = Enumerable.Range(0, 8).Select(_ => account.MarkAsync([.. ids.OrderBy(_ => lots.Next())])).ToList();
        var all = account.MarkAllAsync();
        var deleting = ids[..10].Select(async id => (await account.DeleteAsync($"{id}")).StatusCode).Concat(
            ids[..10].Select(async id => (await account.DeleteAsync($"{id}")).StatusCode)).ToList();

        // One that was deleted before it was marked is marked by nobody.
        ((await Task.WhenAll(marking)).Sum() + await all).ShouldBeInRange(40, 50);
        (await Task.WhenAll(deleting)).Count(static status => status == HttpStatusCode.OK).ShouldBe(10);
        var list = await account.GetAsync("?limit=100");
        ((int)list["total"]!, (int)list["unread_count"]!, list["notifications"]!.AsArray().Count).ShouldBe((40, 0, 40));
    }

    [Fact]
    public async Task Deleted_AskedForAgain_IsGoneAndItsWordsAreToo()
    {
        using var account = new NotificationClient(application.Service);
        var (told, kept) = (account.New(), account.New("kept"));
        await account.TellAsync(told, kept);

        using (var deleted = await account.DeleteAsync($"{told.Id}"))
            (await deleted.ShouldBeAsync(HttpStatusCode.OK))!.ToJsonString().ShouldBe("""{"success":true,"message":"Notification deleted successfully"}""");

        using var again = await account.DeleteAsync($"{told.Id}");
        await again.ShouldBeAsync(HttpStatusCode.NotFound);
        using var shown = await account.GetRawAsync($"/{told.Id}");
        await shown.ShouldBeAsync(HttpStatusCode.NotFound);
        (await account.TitlesAsync()).ShouldBe(["kept"]);
        ((int)(await account.GetAsync("/unread-count"))["unread_count"]!).ShouldBe(1);
        (await account.MarkAsync(told.Id)).ShouldBe(0);
        (await application.QueryAsync("SELECT title || coalesce(message, '') || data::text FROM identity.notifications WHERE id = $1", told.Id)).ShouldBe("{}");
    }

    [Theory]
    [InlineData("unread")]
    [InlineData("3f2504e04f8941d39a0c0305e82c3301")]
    [InlineData("{3f2504e0-4f89-41d3-9a0c-0305e82c3301}")]
    public async Task MalformedId_OnEveryRoute_IsSaidToBeOne(string id)
    {
        using var account = new NotificationClient(application.Service);
        foreach (var response in new[]
        {
            await account.GetRawAsync("/" + Uri.EscapeDataString(id)), await account.DeleteAsync(Uri.EscapeDataString(id)),
            await account.MarkRawAsync(new { notification_ids = new[] { Guid.NewGuid().ToString(), id } }),
        })
        {
            using (response)
            {
                var body = await response.ShouldBeAsync(HttpStatusCode.BadRequest);
                ((string)body!["error"]!["code"]!, (string)body["error"]!["message"]!).ShouldBe(("bad_request", "Invalid notification ID"));
            }
        }
    }

    [Theory]
    [InlineData("{}", "body -> notification_ids", "missing")]
    [InlineData("""{"notification_ids":[]}""", "body -> notification_ids", "too_short")]
    [InlineData("""{"notification_ids":"x"}""", "body -> notification_ids", "type_error")]
    [InlineData("""{"notification_ids":[1]}""", "body -> notification_ids[0]", "type_error")]
    [InlineData("", "body", "missing")]
    public async Task BadBody_Marked_NamesTheField(string body, string field, string type)
    {
        using var account = new NotificationClient(application.Service);
        using var response = await account.Http.PostAsync(
            new Uri("/api/notifications/mark-read", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
        var fault = (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!["error"]!["details"]!["errors"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)fault["field"]!, (string)fault["type"]!).ShouldBe((field, type));
    }

    [Theory]
    [InlineData(100, HttpStatusCode.OK)]
    [InlineData(101, HttpStatusCode.UnprocessableEntity)]
    public async Task IdsAtTheLimit_Marked_AreTakenUpToIt(int count, HttpStatusCode expected)
    {
        using var account = new NotificationClient(application.Service);
        using var response = await account.MarkRawAsync(new { notification_ids = Enumerable.Range(0, count).Select(static _ => Guid.NewGuid()) });
        await response.ShouldBeAsync(expected);
    }

    [Fact]
    public async Task BodyTooLong_Marked_IsRefusedInTheLabsWords()
    {
        using var account = new NotificationClient(application.Service);
        using var response = await account.MarkRawAsync(new { notification_ids = new[] { new string('x', 20_000) } });
        var body = await response.ShouldBeAsync(HttpStatusCode.RequestEntityTooLarge);
        ((string)body!["error"]!["code"]!).ShouldBe("bad_request");
    }

    [Theory]
    [InlineData(PrincipalKind.Anonymous, HttpStatusCode.Unauthorized)]
    [InlineData(PrincipalKind.Service, HttpStatusCode.Forbidden)]
    [InlineData(PrincipalKind.UserKey, HttpStatusCode.OK)]
    [InlineData(PrincipalKind.ProjectKey, HttpStatusCode.OK)]
    [InlineData(PrincipalKind.MasterKey, HttpStatusCode.OK)]
    public async Task EachKindOfCaller_OnEveryRoute_IsServedOrRefused(PrincipalKind kind, HttpStatusCode expected)
    {
        using var owner = new NotificationClient(application.Service);
        var told = owner.New();
        await owner.TellAsync(told);
        using var client = application.Service.ClientFor(new Principal { Kind = kind, AccountId = owner.AccountId, KeyId = Guid.NewGuid() });
        using var list = await client.GetAsync(new Uri("/api/notifications", UriKind.Relative));
        using var unread = await client.GetAsync(new Uri("/api/notifications/unread-count", UriKind.Relative));
        using var shown = await client.GetAsync(new Uri($"/api/notifications/{told.Id}", UriKind.Relative));
        using var marked = await client.PostAsJsonAsync("/api/notifications/mark-read", new { notification_ids = new[] { told.Id } });
        using var all = await client.PostAsync(new Uri("/api/notifications/mark-all-read", UriKind.Relative), content: null);
        using var deleted = await client.DeleteAsync(new Uri($"/api/notifications/{told.Id}", UriKind.Relative));
        foreach (var response in new[] { list, unread, shown, marked, all, deleted })
        {
            var body = await response.ShouldBeAsync(expected);
            if (expected == HttpStatusCode.Unauthorized)
                ((string)body!["detail"]!).ShouldBe("Authentication required");
        }
    }
}

using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Notifications;

namespace NanoBanana.Identity.Tests.Notifications;

/// <summary>An account's notifications, page by page and by what they are.</summary>
public sealed class NotificationListTests(IdentityApplication application) : IClassFixture<IdentityApplication>
{
    [Fact]
    public async Task OneNotification_Listed_HasEveryFieldAsItsClientsReadIt()
    {
        using var account = new NotificationClient(application.Service);
        var told = account.New();
        await account.TellAsync(told);

        var list = await account.GetAsync();

        list.ToJsonString().ShouldBe(
            $$"""{"notifications":[{"id":"{{told.Id}}","type":"task_complete","title":"Batch finished","message":"3 of 3 images","data":{"task_id":"batch_1"},"is_read":false,"read_at":null,"created_at":"2026-11-20T12:00:00Z"}],"total":1,"unread_count":1,"limit":50,"offset":0,"has_more":false}""");
        (await account.GetAsync($"/{told.Id}"))["notification"]!.ToJsonString().ShouldBe(list["notifications"]![0]!.ToJsonString());
        (await account.GetAsync("/unread-count")).ToJsonString().ShouldBe("""{"unread_count":1}""");
    }

    [Fact]
    public async Task NothingTold_Listed_IsEmpty()
    {
        using var account = new NotificationClient(application.Service);
        (await account.GetAsync()).ToJsonString().ShouldBe("""{"notifications":[],"total":0,"unread_count":0,"limit":50,"offset":0,"has_more":false}""");
        (await account.GetAsync("/unread-count")).ToJsonString().ShouldBe("""{"unread_count":0}""");
    }

    [Fact]
    public async Task Pages_Walked_ShowEachOnceNewestFirst()
    {
        using var account = new NotificationClient(application.Service);

        // Two of one moment: their ids decide, and a page's edge lies between them.
        await account.TellAsync([.. Enumerable.Range(0, 7).Select(number => account.New($"{number}", minute: Math.Min(number, 5)))]);
        var seen = new List<string>();
        for (var offset = 0; ; offset += 2)
        {
            var page = await account.GetAsync($"?limit=2&offset={offset}");
            seen.AddRange(page["notifications"]!.AsArray().Select(static one => (string)one!["title"]!));
            ((int)page["total"]!, (int)page["unread_count"]!, (bool)page["has_more"]!).ShouldBe((7, 7, offset < 5));
            if (!(bool)page["has_more"]!)
                break;
        }

        seen[..2].Order().ShouldBe(["5", "6"]);
        seen[2..].ShouldBe(["4", "3", "2", "1", "0"]);
        (await account.GetAsync($"?offset={int.MaxValue}"))["notifications"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("?is_read=true", "b", 1)]
    [InlineData("?is_read=false", "d,c,a", 3)]
    [InlineData("?type=system", "d,b", 2)]
    [InlineData("?type=system&is_read=1", "b", 1)]
    [InlineData("?type=system&is_read=False", "d", 1)]
    [InlineData("?type=task_failed&is_read=true", "", 0)]
    [InlineData("?type=&is_read=", "d,c,b,a", 4)]
    [InlineData("?is_read=false&limit=1&offset=1", "c", 3)]
    public async Task Filters_Listed_LetThroughWhatTheySayAndCountIt(string query, string titles, int total)
    {
        using var account = new NotificationClient(application.Service);
        var read = account.New("b", NotificationTypes.System, 2);
        await account.TellAsync(account.New("a", minute: 1), read, account.New("c", NotificationTypes.TaskFailed, 3), account.New("d", NotificationTypes.System, 4));
        await account.MarkAsync(read.Id);

        var list = await account.GetAsync(query);

        string.Join(',', list["notifications"]!.AsArray().Select(static one => (string)one!["title"]!)).ShouldBe(titles);
        ((int)list["total"]!, (int)list["unread_count"]!).ShouldBe((total, 3));
    }

    [Theory]
    [InlineData("?limit=0", "query -> limit", "greater_than_equal")]
    [InlineData("?limit=101", "query -> limit", "less_than_equal")]
    [InlineData("?limit=x", "query -> limit", "int_parsing")]
    [InlineData("?offset=-1", "query -> offset", "greater_than_equal")]
    [InlineData("?offset=2147483648", "query -> offset", "int_parsing")]
    [InlineData("?limit=1&limit=2", "query -> limit", "int_parsing")]
    [InlineData("?is_read=maybe", "query -> is_read", "bool_parsing")]
    [InlineData("?type=System", "query -> type", "literal_error")]
    public async Task BadQuery_Listed_NamesTheField(string query, string field, string type)
    {
        using var account = new NotificationClient(application.Service);
        using var response = await account.GetRawAsync(query);
        var body = await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        ((bool)body!["success"]!, (string)body["error"]!["code"]!, (string)body["detail"]!).ShouldBe((false, "validation_error", "Request validation failed"));
        var fault = body["error"]!["details"]!["errors"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)fault["field"]!, (string)fault["type"]!).ShouldBe((field, type));
    }

    [Theory]
    [InlineData("?limit=1", 1)]
    [InlineData("?limit=100", 100)]
    [InlineData("", 50)]
    public async Task LimitsAtBothEnds_Listed_AreTaken(string query, int count)
    {
        using var account = new NotificationClient(application.Service);
        await account.TellAsync([.. Enumerable.Range(0, 100).Select(number => account.New(minute: number))]);
        await account.TellAsync(account.New());
        (await account.GetAsync(query))["notifications"]!.AsArray().Count.ShouldBe(count);
    }

    [Fact]
    public async Task SomebodyElses_OnEveryRoute_AreAsThoughTheyWereNot()
    {
        using var owner = new NotificationClient(application.Service);
        using var other = new NotificationClient(application.Service);
        var told = owner.New();
        await owner.TellAsync(told);

        (await other.TitlesAsync()).ShouldBeEmpty();
        (await other.MarkAsync(told.Id)).ShouldBe(0);
        (await other.MarkAllAsync()).ShouldBe(0);
        await ShouldAnswerAlikeAsync(await other.GetRawAsync($"/{told.Id}"), await other.GetRawAsync($"/{Guid.NewGuid()}"));
        await ShouldAnswerAlikeAsync(await other.DeleteAsync($"{told.Id}"), await other.DeleteAsync($"{Guid.NewGuid()}"));
        ((bool)(await owner.GetAsync($"/{told.Id}"))["notification"]!["is_read"]!).ShouldBeFalse();
    }

    private static async Task ShouldAnswerAlikeAsync(HttpResponseMessage foreign, HttpResponseMessage missing)
    {
        using (foreign)
        using (missing)
        {
            var body = (await foreign.ShouldBeAsync(HttpStatusCode.NotFound))!;
            ((string)body["error"]!["code"]!, (string)body["detail"]!).ShouldBe(("not_found", "Notification not found"));
            JsonNode.DeepEquals(body, await missing.ShouldBeAsync(HttpStatusCode.NotFound)).ShouldBeTrue();
            foreign.ErrorCode().ShouldBe(missing.ErrorCode());
        }
    }
}

using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Generation.Tests.Moderation;

/// <summary>What operators see and decide of blocked prompts, and that nobody else does.</summary>
public sealed class ModerationAdminTests : IClassFixture<ModerationFixture>, IDisposable
{
    private const string Root = "/api/admin/moderation";
    private readonly ModerationFixture _fixture;
    private readonly HttpClient _operator;
    private readonly Guid _account = Guid.NewGuid();

    public ModerationAdminTests(ModerationFixture fixture)
    {
        _fixture = fixture;
        _operator = fixture.Instance.ClientFor(ModerationFixture.Operator);
        fixture.OpenAi.Switchboard.Reset();
    }

    public void Dispose() => _operator.Dispose();

    [Theory]
    [InlineData("GET", "/logs", null)]
    [InlineData("GET", "/stats", null)]
    [InlineData("GET", "/rules", null)]
    [InlineData("PUT", "/rules", """{"keywords":[]}""")]
    public async Task WhoIsNoOperator_IsRefused(string method, string path, string? body)
    {
        using var nobody = _fixture.Instance.ClientFor(Principal.Anonymous);
        (await ModerationFixture.SendAsync(nobody, method, Root + path, body)).ShouldBe((HttpStatusCode.Unauthorized,
            """{"success":false,"error":{"code":"authentication_failed","message":"Authentication required"},"detail":"Authentication required"}"""));
        Principal[] others =
        [
            new() { Kind = PrincipalKind.User, AccountId = _account },
            new() { Kind = PrincipalKind.UserKey, AccountId = _account, KeyId = _account, Scopes = ["*"] },
            new() { Kind = PrincipalKind.ProjectKey, AccountId = _account, KeyId = _account, Scopes = ["*"] },
        ];
        foreach (var other in others)
        {
            using var client = _fixture.Instance.ClientFor(other);
            (await ModerationFixture.SendAsync(client, method, Root + path, body)).ShouldBe((HttpStatusCode.Forbidden,
                """{"success":false,"error":{"code":"authorization_failed","message":"Admin privileges required"},"detail":"Admin privileges required"}"""));
        }
    }

    [Theory]
    [InlineData("/logs?limit=0", "query -> limit")]
    [InlineData("/logs?limit=101", "query -> limit")]
    [InlineData("/logs?offset=-1", "query -> offset")]
    [InlineData("/logs?offset=10001", "query -> offset")]
    [InlineData("/logs?user_id=7", "query -> user_id")]
    [InlineData("/logs?check=luck", "query -> check")]
    [InlineData("/logs?category=noise", "query -> category")]
    [InlineData("/logs?safety_level=loose", "query -> safety_level")]
    [InlineData("/stats?days=0", "query -> days")]
    [InlineData("/stats?days=366", "query -> days")]
    public async Task BadQuery_NamesTheField(string path, string field) => await FaultAsync("GET", Root + path, null, field);

    [Theory]
    [InlineData("{}", "body -> keywords")]
    [InlineData("""{"keywords":["fine",""]}""", "body -> keywords -> 1")]
    [InlineData("""{"keywords":[null]}""", "body -> keywords -> 0")]
    [InlineData("""{"keywords":["!!!"]}""", "body -> keywords -> 0")]
    public async Task BadRules_NameTheField(string body, string field) => await FaultAsync("PUT", Root + "/rules", body, field);

    [Fact]
    public async Task Rules_AtTheirLimits_AreTakenAndOneMoreIsNot()
    {
        await FaultAsync("PUT", Root + "/rules", Body([.. Enumerable.Range(0, 501).Select(static number => $"word{number}")]), "body -> keywords");
        await FaultAsync("PUT", Root + "/rules", Body([new string('a', 101)]), "body -> keywords -> 0");
        await FaultAsync("PUT", Root + "/rules", $$"""{"keywords":[],"reason":"{{new string('r', 501)}}"}""", "body -> reason");
        string[] most = [.. Enumerable.Range(0, 500).Select(static number => string.Concat(Enumerable.Repeat("語", 97)) + $"{number:000}")];
        (await ModerationFixture.SendAsync(_operator, "PUT", Root + "/rules", Body(most))).Status.ShouldBe(HttpStatusCode.OK);
        (await ModerationFixture.SendAsync(_operator, "PUT", Root + "/rules", new string(' ', 393_217))).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await ModerationFixture.SendAsync(_operator, "PUT", Root + "/rules", Body([]))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Rules_Replaced_HoldAtEveryProcessWithinSecondsAndAreAudited()
    {
        using var here = _fixture.ClientOf(_account);
        using var there = _fixture.Other.ClientFor(Jobs.GenerationApplication.KeyOf(_account));
        var (status, text) = await ModerationFixture.SendAsync(_operator, "PUT", Root + "/rules", """{"keywords":["Quux  Bar","quux  bar"," frobnicate "],"reason":"a trademark"}""");
        status.ShouldBe(HttpStatusCode.OK, text);
        var view = ModerationFixture.Json(text);
        ((bool)view["success"]!, (string)view["message"]!).ShouldBe((true, "Moderation rules updated"));
        view["rules"]!["keywords"]!.ToJsonString().ShouldBe("""["Quux  Bar","frobnicate"]""");

        using (var refused = await ModerationFixture.GenerateAsync(here, "a quux-bar", "none"))
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await _fixture.Application.EventuallyAsync(async () =>
        {
            using var refused = await ModerationFixture.GenerateAsync(there, "frobnicate", "none");
            return refused.StatusCode == HttpStatusCode.BadRequest;
        }, "the other process knows the word", seconds: 5);

        // Read at the other process, as its own view of things.
        using var otherOperator = _fixture.Other.ClientFor(ModerationFixture.Operator);
        (await ModerationFixture.SendAsync(otherOperator, "GET", Root + "/rules")).Body.ShouldBe(view["rules"]!.ToJsonString());
        ((string)(await _fixture.Application.ScalarAsync("""
            SELECT concat_ws('|', actor_id, action, target, reason, detail -> 'keywords', outcome) FROM generation.audit WHERE reason = 'a trademark'
            """))!).ShouldBe($$"""{{ModerationFixture.Operator.AccountId}}|moderation.rules|keywords|a trademark|["Quux  Bar", "frobnicate"]|done""");

        (await ModerationFixture.SendAsync(_operator, "PUT", Root + "/rules", """{"keywords":[]}""")).Status.ShouldBe(HttpStatusCode.OK);
        using var passes = await ModerationFixture.GenerateAsync(here, "a quux-bar", "none");
        passes.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Rules_Shown_TellEveryWordAndItsLevels()
    {
        var view = ModerationFixture.Json((await ModerationFixture.SendAsync(_operator, "GET", Root + "/rules")).Body);
        view.AsObject().Select(static field => field.Key).ShouldBe(["enabled", "default_level", "keywords", "ai", "rules", "updated_at"]);
        ((bool)view["enabled"]!, (string)view["default_level"]!).ShouldBe((true, "moderate"));
        view["ai"]!.ToJsonString().ShouldBe("""{"model":"omni-moderation-latest","thresholds":{"strict":0.3,"moderate":0.6,"relaxed":0.85},"minors_threshold":0.2}""");
        var rules = view["rules"]!.AsArray();
        rules.Single(static rule => (string)rule!["keyword"]! == "acme corp")!.ToJsonString().ShouldBe(
            """{"keyword":"acme corp","category":"banned","source":"configured","levels":["strict","moderate","relaxed","none"]}""");
        rules.Single(static rule => (string)rule!["keyword"]! == "hentai")!.ToJsonString().ShouldBe(
            """{"keyword":"hentai","category":"sexual","source":"built_in","levels":["strict","moderate"]}""");
    }

    [Fact]
    public async Task Logs_ByPagesAndFilters_AreNewestFirst()
    {
        using var client = _fixture.ClientOf(_account);
        foreach (var (prompt, level) in ((string, string)[])[("acme corp one", "none"), ("a naked statue", "strict"), ("a scene [violence=0.9]", "moderate")])
        {
            using var refused = await ModerationFixture.GenerateAsync(client, prompt, level);
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        var (_, text) = await ModerationFixture.SendAsync(_operator, "GET", $"{Root}/logs?user_id={_account}&limit=2");
        var page = ModerationFixture.Json(text);
        ((int)page["limit"]!, (int)page["offset"]!, (bool)page["has_more"]!).ShouldBe((2, 0, true));
        var newest = page["logs"]![0]!.AsObject();
        var (id, at) = (newest["id"]!.ToJsonString(), newest["created_at"]!.ToJsonString());
        newest.ToJsonString().ShouldBe(
            $$"""{"id":{{id}},"user_id":"{{_account}}","key_id":"{{_account}}","family":"lab","mode":"basic","safety_level":"moderate","check":"ai","category":"violence","rule":"violence 0.90","prompt_excerpt":"a scene [violence=0.9]","created_at":{{at}}}""");
        await ExcerptsAsync("&limit=2&offset=2", "acme corp one");
        await ExcerptsAsync("", "a scene [violence=0.9]", "a naked statue", "acme corp one");
        await ExcerptsAsync("&check=keyword", "a naked statue", "acme corp one");
        await ExcerptsAsync("&check=keyword&category=banned", "acme corp one");
        await ExcerptsAsync("&safety_level=strict", "a naked statue");
        (await ModerationFixture.SendAsync(_operator, "GET", $"{Root}/logs?user_id={Guid.NewGuid()}")).Body
            .ShouldBe("""{"logs":[],"limit":50,"offset":0,"has_more":false}""");
    }

    [Fact]
    public async Task Stats_CountByDayCheckAndCategory()
    {
        var before = await CountsAsync("/stats?days=1");
        using var client = _fixture.ClientOf(_account);
        foreach (var prompt in (string[])["acme corp", "acme corp", "a scene [sexual=0.9]"])
            (await ModerationFixture.SendAsync(client, "POST", "/api/generate", $$"""{"prompt":"{{prompt}}"}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        await _fixture.Application.ScalarAsync("""
            INSERT INTO generation.moderation_counts VALUES ((now() AT TIME ZONE 'UTC')::date - 1, 'ai', 'hate', 5) ON CONFLICT DO NOTHING
            """);
        var after = await CountsAsync("/stats?days=1");
        (after["total"] - before["total"], after["keyword"] - before.GetValueOrDefault("keyword"), after["banned"] - before.GetValueOrDefault("banned")).ShouldBe((3, 2, 2));
        (after["ai"] - before.GetValueOrDefault("ai"), after["sexual"] - before.GetValueOrDefault("sexual")).ShouldBe((1, 1));
        var text = (await ModerationFixture.SendAsync(_operator, "GET", Root + "/stats?days=2")).Body;
        var wide = ModerationFixture.Json(text);
        wide.AsObject().Select(static field => field.Key).ShouldBe(["days", "total", "by_day", "by_check", "by_category"]);
        ((int)wide["days"]!, (long)wide["total"]!).ShouldBe((2, after["total"] + 5));
        ((long)wide["by_day"]![0]!["count"]!, (long)wide["by_day"]![1]!["count"]!).ShouldBe((5, after["total"]));
    }

    private async Task<Dictionary<string, long>> CountsAsync(string path)
    {
        var view = ModerationFixture.Json((await ModerationFixture.SendAsync(_operator, "GET", Root + path)).Body);
        var counts = view["by_check"]!.AsArray().Concat(view["by_category"]!.AsArray()).ToDictionary(static row => (string)row!["name"]!, static row => (long)row!["count"]!);
        counts["total"] = (long)view["total"]!;
        return counts;
    }

    private async Task ExcerptsAsync(string query, params string[] excerpts)
    {
        var page = ModerationFixture.Json((await ModerationFixture.SendAsync(_operator, "GET", $"{Root}/logs?user_id={_account}{query}")).Body);
        page["logs"]!.AsArray().Select(static note => (string)note!["prompt_excerpt"]!).ShouldBe(excerpts);
        ((bool)page["has_more"]!).ShouldBeFalse();
    }

    private async Task FaultAsync(string method, string path, string? body, string field)
    {
        var (status, text) = await ModerationFixture.SendAsync(_operator, method, path, body);
        status.ShouldBe(HttpStatusCode.UnprocessableEntity, text);
        ((string)ModerationFixture.Json(text)["error"]!["details"]!["errors"]!.AsArray().ShouldHaveSingleItem()!["field"]!).ShouldBe(field);
    }

    private static string Body(string[] keywords) => new JsonObject { ["keywords"] = new JsonArray([.. keywords.Select(static word => (JsonNode)word)]) }.ToJsonString(
        new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

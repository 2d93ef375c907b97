using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Tests.History;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Favorites;

/// <summary><c>/api/favorites</c>: each image once, in any folder, and nobody else's.</summary>
public sealed class FavoriteTests(HistoryFixture fixture) : IClassFixture<HistoryFixture>, IAsyncLifetime
{
    private readonly Guid _account = Guid.NewGuid();
    private HttpClient _client = null!;
    private List<string> _images = null!;

    public async ValueTask InitializeAsync()
    {
        _client = Client(_account);
        await fixture.FillAsync(_account, 6);
        var items = JsonNode.Parse(await _client.GetStringAsync(new Uri("/api/history?sort=oldest", UriKind.Relative)))!["items"]!.AsArray();
        _images = [.. items.Select(static item => (string)item!["image_id"]!)];
    }

    public async ValueTask DisposeAsync()
    {
        (await fixture.Application.ScalarAsync("""
            SELECT count(*) FROM generation.favorite_counts AS known
            WHERE favorites <> (SELECT count(*) FROM generation.favorites WHERE account_id = known.account_id)
            """)).ShouldBe(0L);
        (await fixture.Application.ScalarAsync("""
            SELECT count(*) FROM generation.favorite_folders AS known WHERE favorites <> (SELECT count(*) FROM generation.favorites WHERE folder_id = known.id)
            """)).ShouldBe(0L);
        _client.Dispose();
    }

    [Fact]
    public async Task Added_IsShownWithItsImageAndFolder()
    {
        var folder = await FolderAsync("Cats");
        var saved = await AddAsync(_images[0], folder, "keep");
        ((bool)saved["success"]!).ShouldBeTrue();
        var favorite = saved["favorite"]!.AsObject();
        favorite.Select(static field => field.Key).ShouldBe(["id", "image", "folder_id", "folder_name", "note", "created_at"]);
        favorite["image"]!.AsObject().Select(static field => field.Key).ShouldBe(["id", "filename", "prompt", "url", "thumbnail_url", "created_at"]);
        ((string)favorite["image"]!["id"]!, (string)favorite["image"]!["prompt"]!, (string)favorite["folder_name"]!, (string)favorite["note"]!)
            .ShouldBe((_images[0], "a cat 1", "Cats", "keep"));
        (await ListAsync())["favorites"]![0]!.ToJsonString().ShouldBe(favorite.ToJsonString());
    }

    [Fact]
    public async Task AddedTwice_AlsoAtOnce_IsOne()
    {
        var statuses = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            using var response = await _client.PostAsJsonAsync("/api/favorites", new { image_id = _images[0] });
            return response.StatusCode;
        }));
        statuses.Count(static status => status == HttpStatusCode.OK).ShouldBe(1);
        statuses.Count(static status => status == HttpStatusCode.Conflict).ShouldBe(5);
        var refused = await SendAsync(HttpMethod.Post, "/api/favorites", new { image_id = _images[0] }, HttpStatusCode.Conflict);
        ((string)refused["error"]!["code"]!, (string)refused["detail"]!).ShouldBe(("conflict", "Image already favorited"));
        ((int)(await ListAsync())["total"]!).ShouldBe(1);
    }

    [Fact]
    public async Task Pages_NewestFirst_ByFolderAndAll()
    {
        var folder = await FolderAsync("Some");
        for (var i = 0; i < 6; i++)
            await AddAsync(_images[i], i % 2 == 0 ? folder : null);
        var first = await ListAsync("?limit=4");
        ((int)first["total"]!, (bool)first["has_more"]!, first["favorites"]!.AsArray().Count).ShouldBe((6, true, 4));
        var last = await ListAsync("?limit=4&offset=4");
        ((bool)last["has_more"]!).ShouldBeFalse();
        first["favorites"]!.AsArray().Concat(last["favorites"]!.AsArray()).Select(static item => (string)item!["image"]!["id"]!)
            .ShouldBe(Enumerable.Reverse(_images));
        var inFolder = await ListAsync($"?folder_id={folder}");
        ((int)inFolder["total"]!).ShouldBe(3);
        inFolder["favorites"]!.AsArray().ShouldAllBe(item => (string)item!["folder_id"]! == folder);
        ((int)(await ListAsync($"?folder_id={Guid.NewGuid()}"))["total"]!).ShouldBe(0);
    }

    [Fact]
    public async Task Bulk_DoesWhatItCanAndCountsTheRest()
    {
        var (one, two) = (await FolderAsync("One"), await FolderAsync("Two"));
        await AddAsync(_images[0]);
        var added = await BulkAsync(new { action = "add", image_ids = new[] { _images[0], _images[1], _images[2], _images[2], Guid.NewGuid().ToString(), "no id" }, folder_id = one });
        added.ToJsonString().ShouldBe("""{"success":true,"processed":2,"failed":4,"message":"Added 2 favorites"}""");
        var ids = (await ListAsync($"?folder_id={one}"))["favorites"]!.AsArray().Select(static item => (string)item!["id"]!).ToList();
        (await BulkAsync(new { action = "move", favorite_ids = ids, folder_id = two }))["message"]!.GetValue<string>().ShouldBe("Moved 2 favorites");
        (await BulkAsync(new { action = "move", favorite_ids = new[] { ids[0] } }))["processed"]!.GetValue<int>().ShouldBe(1);
        (await FoldersAsync()).ShouldBe([("One", 0), ("Two", 1)]);
        (await BulkAsync(new { action = "remove", favorite_ids = new[] { ids[0], ids[1], Guid.NewGuid().ToString() } })).ToJsonString()
            .ShouldBe("""{"success":true,"processed":2,"failed":1,"message":"Removed 2 favorites"}""");
        ((int)(await ListAsync())["total"]!).ShouldBe(1);
    }

    [Fact]
    public async Task Folder_ChangedAndDeleted_KeepsItsFavorites()
    {
        var folder = await FolderAsync("Before", "about it");
        await AddAsync(_images[0], folder);
        var changed = await SendAsync(HttpMethod.Put, $"/api/favorites/folders/{folder}", new { name = "After" }, HttpStatusCode.OK);
        ((string)changed["folder"]!["name"]!, (string)changed["folder"]!["description"]!, (int)changed["folder"]!["favorite_count"]!).ShouldBe(("After", "about it", 1));
        await SendAsync(HttpMethod.Delete, $"/api/favorites/folders/{folder}", null, HttpStatusCode.OK);
        (await FoldersAsync()).ShouldBeEmpty();
        var left = (await ListAsync())["favorites"]!.AsArray().ShouldHaveSingleItem()!;
        (left["folder_id"], left["folder_name"]).ShouldBe((null, null));
    }

    [Fact]
    public async Task ImageDeleted_IsNoFavoriteAnyMore()
    {
        var folder = await FolderAsync("Gone");
        await AddAsync(_images[0], folder);
        await AddAsync(_images[1], folder);
        await SendAsync(HttpMethod.Delete, $"/api/history/{_images[0]}", null, HttpStatusCode.OK);
        ((int)(await ListAsync())["total"]!).ShouldBe(1);
        (await FoldersAsync()).ShouldBe([("Gone", 1)]);
        await SendAsync(HttpMethod.Post, "/api/favorites", new { image_id = _images[0] }, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task SomebodyElses_AnswersLikeAMissingOne()
    {
        var folder = await FolderAsync("Mine");
        var favorite = (string)(await AddAsync(_images[0], folder))["favorite"]!["id"]!;
        var stranger = Guid.NewGuid();
        using var other = Client(stranger);
        await fixture.FillAsync(stranger, 1);
        var own = (string)JsonNode.Parse(await other.GetStringAsync(new Uri("/api/history", UriKind.Relative)))!["items"]![0]!["image_id"]!;
        foreach (var (method, path, body, missing) in new (HttpMethod, string, object?, string)[]
        {
            (HttpMethod.Delete, "/api/favorites/{0}", null, favorite),
            (HttpMethod.Delete, "/api/favorites/folders/{0}", null, folder),
            (HttpMethod.Put, "/api/favorites/folders/{0}", new { name = "Stolen" }, folder),
        })
        {
            var foreign = await SendAsync(method, path.Replace("{0}", missing, StringComparison.Ordinal), body, HttpStatusCode.NotFound, other);
            var unknown = await SendAsync(method, path.Replace("{0}", Guid.NewGuid().ToString(), StringComparison.Ordinal), body, HttpStatusCode.NotFound, other);
            foreign.ToJsonString().ShouldBe(unknown.ToJsonString());
        }

        foreach (var foreign in new object[] { new { image_id = _images[1] }, new { image_id = own, folder_id = folder } })
            await SendAsync(HttpMethod.Post, "/api/favorites", foreign, HttpStatusCode.NotFound, other);
        ((int)(await SendAsync(HttpMethod.Post, "/api/favorites/bulk", new { action = "add", image_ids = new[] { own }, folder_id = folder }, HttpStatusCode.OK, other))["failed"]!).ShouldBe(1);
        foreach (var action in new[] { "remove", "move" })
            ((int)(await SendAsync(HttpMethod.Post, "/api/favorites/bulk", new { action, favorite_ids = new[] { favorite } }, HttpStatusCode.OK, other))["failed"]!).ShouldBe(1);
        (await FoldersAsync()).ShouldBe([("Mine", 1)]);
    }

    [Theory]
    [InlineData("POST", "", """{"image_id":"x"}""", "Invalid image ID")]
    [InlineData("POST", "", """{"image_id":"0199f0c2-63f0-7b2e-8d0e-0d9f6f2f7c11","folder_id":"x"}""", "Invalid folder ID")]
    [InlineData("DELETE", "/x", null, "Invalid favorite ID")]
    [InlineData("GET", "?folder_id=x", null, "Invalid folder ID")]
    [InlineData("PUT", "/folders/x", """{"name":"a"}""", "Invalid folder ID")]
    [InlineData("DELETE", "/folders/x", null, "Invalid folder ID")]
    [InlineData("POST", "/bulk", """{"action":"eat"}""", "Invalid action")]
    [InlineData("POST", "/bulk", """{}""", "Invalid action")]
    [InlineData("POST", "/bulk", """{"action":"move","favorite_ids":["0199f0c2-63f0-7b2e-8d0e-0d9f6f2f7c11"],"folder_id":"x"}""", "Invalid folder ID")]
    public async Task WhatIsNoId_IsToldByItsName(string method, string path, string? body, string message)
    {
        var refused = await SendTextAsync(method, path, body, HttpStatusCode.BadRequest);
        ((string)refused["detail"]!, (string)refused["error"]!["code"]!).ShouldBe((message, "bad_request"));
    }

    [Theory]
    [InlineData("POST", "", "{}", "body -> image_id")]
    [InlineData("POST", "/bulk", """{"action":"add"}""", "body -> image_ids")]
    [InlineData("POST", "/bulk", """{"action":"move","favorite_ids":[]}""", "body -> favorite_ids")]
    [InlineData("POST", "/folders", "{}", "body -> name")]
    [InlineData("POST", "/folders", """{"name":""}""", "body -> name")]
    [InlineData("GET", "?limit=101", null, "query -> limit")]
    [InlineData("GET", "?offset=-1", null, "query -> offset")]
    public async Task BadField_IsNamed(string method, string path, string? body, string field)
    {
        var refused = await SendTextAsync(method, path, body, HttpStatusCode.UnprocessableEntity);
        ((string)refused["error"]!["details"]!["errors"]!.AsArray().ShouldHaveSingleItem()!["field"]!).ShouldBe(field);
    }

    [Theory]
    [InlineData("note", 1_000)]
    [InlineData("name", 100)]
    [InlineData("description", 500)]
    public async Task Limits_AtBothEnds(string field, int max)
    {
        foreach (var (length, status) in ((int, HttpStatusCode)[])[(max, HttpStatusCode.OK), (max + 1, HttpStatusCode.UnprocessableEntity)])
        {
            var text = new string('x', length);
            await (field == "note" ? SendAsync(HttpMethod.Post, "/api/favorites", new { image_id = _images[0], note = text }, status)
                : SendAsync(HttpMethod.Post, "/api/favorites/folders", field == "name" ? new { name = text } : new { name = "a", description = text }, status));
        }
    }

    [Fact]
    public async Task Nobody_IsRefused()
    {
        using var nobody = fixture.Instance.ClientFor(Principal.Anonymous);
        foreach (var path in new[] { "", "/folders" })
        {
            using var response = await nobody.GetAsync(new Uri("/api/favorites" + path, UriKind.Relative));
            ((string)(await response.ShouldBeAsync(HttpStatusCode.Unauthorized))!["error"]!["code"]!).ShouldBe("authentication_failed");
        }
    }

    private HttpClient Client(Guid account) => fixture.Instance.ClientFor(GenerationApplication.KeyOf(account));

    private Task<JsonNode> AddAsync(string image, string? folder = null, string? note = null) =>
        SendAsync(HttpMethod.Post, "/api/favorites", new { image_id = image, folder_id = folder, note }, HttpStatusCode.OK);

    private async Task<string> FolderAsync(string name, string? description = null) =>
        (string)(await SendAsync(HttpMethod.Post, "/api/favorites/folders", new { name, description }, HttpStatusCode.OK))["folder"]!["id"]!;

    private Task<JsonNode> BulkAsync(object body) => SendAsync(HttpMethod.Post, "/api/favorites/bulk", body, HttpStatusCode.OK);

    private async Task<List<(string, int)>> FoldersAsync() =>
        [.. (await SendAsync(HttpMethod.Get, "/api/favorites/folders", null, HttpStatusCode.OK))["folders"]!.AsArray()
            .Select(static folder => ((string)folder!["name"]!, (int)folder["favorite_count"]!))];

    private Task<JsonNode> ListAsync(string query = "") => SendAsync(HttpMethod.Get, "/api/favorites" + query, null, HttpStatusCode.OK);

    private Task<JsonNode> SendTextAsync(string method, string path, string? body, HttpStatusCode status) =>
        SendAsync(new HttpMethod(method), "/api/favorites" + path, body is null ? null : JsonNode.Parse(body), status);

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, object? body, HttpStatusCode status, HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await (client ?? _client).SendAsync(request);
        return (await response.ShouldBeAsync(status))!;
    }
}

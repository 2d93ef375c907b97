using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.History;
using NanoBanana.Generation.Tests.Jobs;
using static NanoBanana.Generation.Tests.Projects.ProjectCalls;

namespace NanoBanana.Generation.Tests.Projects;

/// <summary>Images of a project: the owner's own, each once, and gone when they are deleted.</summary>
public sealed class ProjectImageTests(HistoryFixture fixture) : IClassFixture<HistoryFixture>, IAsyncLifetime
{
    private static readonly (int, string) NoImage = Failure(404, "not_found", "Image not found");
    private readonly Guid _account = Guid.NewGuid();
    private HttpClient _client = null!;
    private List<string> _images = null!;
    private string _id = null!;

    public async ValueTask InitializeAsync()
    {
        _client = fixture.Instance.ClientFor(GenerationApplication.KeyOf(_account));
        await fixture.FillAsync(_account, 6);
        _images = await _client.HistoryAsync();
        _id = await _client.MakeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await ProjectTests.CountsAreTrueAsync(fixture.Application);
    }

    [Fact]
    public async Task Added_IsShownAsDocumented()
    {
        await ProjectTests.AgeAsync(fixture.Application, _id);
        var saved = await _client.OkAsync("POST", $"/{_id}/images", new { image_id = _images[0], note = "keep", sort_order = -3 });
        saved.AsObject().Select(static field => field.Key).ShouldBe(["success", "image"]);
        var image = saved["image"]!.AsObject();
        image.Select(static field => field.Key).ShouldBe(["id", "filename", "prompt", "url", "thumbnail_url", "note", "sort_order", "added_at", "created_at"]);
        ((string)image["id"]!, (string)image["prompt"]!, (string)image["note"]!, (int)image["sort_order"]!).ShouldBe((_images[0], "a cat 1", "keep", -3));
        (await PageAsync()).ToJsonString().ShouldBe($$"""{"images":[{{image.ToJsonString()}}],"total":1,"limit":100,"offset":0,"has_more":false}""");
        var after = await ProjectAsync();
        ((int)after["image_count"]!).ShouldBe(1);
        ((string)after["updated_at"]!).ShouldNotStartWith("2020");
        (await _client.AnswerAsync("POST", $"/{_id}/images", new { image_id = _images[0] })).ShouldBe(Failure(409, "conflict", "Image already in project"));
    }

    [Fact]
    public async Task AddedTwiceAtOnce_IsOne()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _client.AnswerAsync("POST", $"/{_id}/images", new { image_id = _images[0] })));
        answers.Count(static answer => answer.Status == 200).ShouldBe(1);
        answers.Count(static answer => answer.Status == 409).ShouldBe(5);
    }

    [Fact]
    public async Task Listed_BySortOrderThenTheLastAdded()
    {
        for (var i = 0; i < 4; i++)
            await _client.OkAsync("POST", $"/{_id}/images", new { image_id = _images[i], sort_order = i == 2 ? -1 : 0 });
        await _client.OkAsync("POST", $"/{_id}/images/bulk", new { image_ids = new[] { _images[5], _images[4] } });
        string[] order = [_images[2], _images[5], _images[4], _images[3], _images[1], _images[0]];
        Ids(await PageAsync()).ShouldBe(order);
        var (first, last) = (await PageAsync("?limit=4"), await PageAsync("?limit=4&offset=4"));
        Ids(first).Concat(Ids(last)).ShouldBe(order);
        ((bool)first["has_more"]!, (bool)last["has_more"]!, (int)last["total"]!).ShouldBe((true, false, 6));
        (await PageAsync("?offset=7")).ToJsonString().ShouldBe("""{"images":[],"total":6,"limit":100,"offset":7,"has_more":false}""");
    }

    [Fact]
    public async Task Bulk_AddsWhatItCanAndCountsTheRest()
    {
        await _client.OkAsync("POST", $"/{_id}/images", new { image_id = _images[0] });
        (await _client.AnswerAsync("POST", $"/{_id}/images/bulk", new { image_ids = new[] { _images[0], _images[1], _images[2], _images[2], Guid.NewGuid().ToString(), "no id", null } }))
            .ShouldBe((200, """{"success":true,"added":2,"skipped":5}"""));
        Ids(await PageAsync()).ShouldBe([_images[1], _images[2], _images[0]]);
    }

    [Fact]
    public async Task Removed_IsOutAndStaysInTheHistory()
    {
        await _client.OkAsync("POST", $"/{_id}/images", new { image_id = _images[0] });
        await ProjectTests.AgeAsync(fixture.Application, _id);
        (await _client.AnswerAsync("DELETE", $"/{_id}/images/{_images[0]}")).ShouldBe((200, """{"success":true,"message":"Image removed successfully"}"""));
        (await _client.AnswerAsync("DELETE", $"/{_id}/images/{_images[0]}")).ShouldBe(NoImage);
        (await _client.AnswerAsync("DELETE", $"/{Guid.NewGuid()}/images/{_images[0]}")).ShouldBe(Failure(404, "not_found", "Project not found"));
        var left = await ProjectAsync();
        ((int)left["image_count"]!).ShouldBe(0);
        ((string)left["updated_at"]!).ShouldNotStartWith("2020");
        (await _client.HistoryAsync()).Count.ShouldBe(6);
    }

    [Fact]
    public async Task ForeignOrDeletedImage_IsLikeAMissingOne()
    {
        var stranger = Guid.NewGuid();
        await fixture.FillAsync(stranger, 1);
        using var other = fixture.Instance.ClientFor(GenerationApplication.KeyOf(stranger));
        var foreign = (await other.HistoryAsync())[0];
        await DeleteAsync(_images[0]);
        foreach (var image in new[] { foreign, _images[0], Guid.NewGuid().ToString() })
            (await _client.AnswerAsync("POST", $"/{_id}/images", new { image_id = image })).ShouldBe(NoImage);
        (await _client.AnswerAsync("POST", $"/{_id}/images/bulk", new { image_ids = new[] { foreign, _images[0] } })).ShouldBe((200, """{"success":true,"added":0,"skipped":2}"""));
    }

    [Fact]
    public async Task ImageDeleted_LeavesEveryProjectAndTouchesIt()
    {
        var second = await _client.MakeAsync("Other");
        foreach (var id in new[] { _id, second })
            await _client.OkAsync("POST", $"/{id}/images/bulk", new { image_ids = _images });
        await ProjectTests.AgeAsync(fixture.Application, _id);
        await DeleteAsync(_images[0]);
        foreach (var id in new[] { _id, second })
            Ids(await _client.OkAsync("GET", $"/{id}/images")).ShouldBe(_images.Skip(1));
        var after = await ProjectAsync();
        ((int)after["image_count"]!).ShouldBe(5);
        ((string)after["updated_at"]!).ShouldNotStartWith("2020");
    }

    [Fact]
    public async Task AddedAndRemovedAndDeletedAtOnce_NeverWaitForEachOtherForEver()
    {
        var second = await _client.MakeAsync("Other");
        var calls = Enumerable.Range(0, 60).Select(i => (i % 5) switch
        {
            0 => _client.AnswerAsync("POST", $"/{_id}/images/bulk", new { image_ids = _images }),
            1 => _client.AnswerAsync("POST", $"/{second}/images/bulk", new { image_ids = Enumerable.Reverse(_images) }),
            2 => _client.AnswerAsync("DELETE", $"/{(i % 2 == 0 ? _id : second)}/images/{_images[i % 6]}"),
            3 => _client.AnswerAsync("PUT", $"/{_id}", new { name = $"n{i}" }),
            _ => DeletedAsync(_images[i / 20]),
        });
        foreach (var answer in await Task.WhenAll(calls))
            answer.Status.ShouldBeOneOf(200, 404);
        await ProjectTests.CountsAreTrueAsync(fixture.Application);
    }

    private async Task<(int Status, string Body)> DeletedAsync(string image)
    {
        using var response = await _client.DeleteAsync(new Uri($"/api/history/{image}", UriKind.Relative));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task DeleteAsync(string image) => (await DeletedAsync(image)).Status.ShouldBe(200);

    private async Task<JsonNode> ProjectAsync() => (await _client.OkAsync("GET", $"/{_id}"))["project"]!;

    private Task<JsonNode> PageAsync(string query = "") => _client.OkAsync("GET", $"/{_id}/images{query}");

    private static List<string> Ids(JsonNode page) => [.. page["images"]!.AsArray().Select(static image => (string)image!["id"]!)];
}

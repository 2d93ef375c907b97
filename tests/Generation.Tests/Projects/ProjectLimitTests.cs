using NanoBanana.Generation.Tests.History;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Generation.Tests.Templates;
using static NanoBanana.Generation.Tests.Projects.ProjectCalls;

namespace NanoBanana.Generation.Tests.Projects;

/// <summary>What a project may hold, and how many there may be: each limit at both ends, and every fault by its name.</summary>
public sealed class ProjectLimitTests(HistoryFixture fixture) : IClassFixture<HistoryFixture>
{
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task Fields_HoldAtBothEnds()
    {
        using var client = Client();
        var cover = "https://example.com/" + new string('c', 2_028);
        var longest = await client.OkAsync("POST", "", new { name = new string('页', 200), description = new string('d', 2_000), cover_url = cover });
        ((string)longest["project"]!["cover_url"]!).ShouldBe(cover);
        using var tooLong = await client.SendAsync("POST", "", new
        {
            name = new string('n', 201),
            description = new string('d', 2_001),
            settings = new { default_aspect_ratio = "2:1", default_resolution = "8K", default_provider = "nobody" },
            cover_url = cover + "c",
        });
        (await tooLong.FaultsAsync()).ShouldBe([
            "body -> name", "body -> description", "body -> settings -> default_aspect_ratio", "body -> settings -> default_resolution",
            "body -> settings -> default_provider", "body -> cover_url"]);
        foreach (var body in new object[] { new { }, new { name = (string?)null }, new { name = "  " }, new { name = "a\0b" } })
        {
            using var nameless = await client.SendAsync("POST", "", body);
            (await nameless.FaultsAsync()).ShouldBe(["body -> name"]);
        }
    }

    [Theory]
    [InlineData("ftp://example.com/a.png")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/cover.png")]
    [InlineData("")]
    [InlineData("https://")]
    [InlineData("https://me:secret@example.com/a.png")]
    [InlineData("https://example.com/a b.png")]
    public async Task CoverUrl_ThatIsNoneOfTheWeb_IsNamed(string url)
    {
        using var client = Client();
        using var refused = await client.SendAsync("POST", "", new { name = "a", cover_url = url });
        (await refused.FaultsAsync()).ShouldBe(["body -> cover_url"]);
    }

    [Theory]
    [InlineData("GET", "?limit=0", null, "query -> limit")]
    [InlineData("GET", "?limit=101", null, "query -> limit")]
    [InlineData("GET", "?offset=-1", null, "query -> offset")]
    [InlineData("GET", "/{id}/images?limit=501", null, "query -> limit")]
    [InlineData("GET", "/{id}/images?offset=x", null, "query -> offset")]
    [InlineData("POST", "/{id}/images", "{}", "body -> image_id")]
    [InlineData("POST", "/{id}/images/bulk", "{}", "body -> image_ids")]
    [InlineData("POST", "/{id}/images/bulk", """{"image_ids":[]}""", "body -> image_ids")]
    [InlineData("PUT", "/{id}", """{"settings":{"default_resolution":"3K"}}""", "body -> settings -> default_resolution")]
    [InlineData("PUT", "/{id}", """{"name":""}""", "body -> name")]
    public async Task BadField_IsNamed(string method, string rest, string? body, string field)
    {
        using var client = Client();
        var id = await client.MakeAsync();
        using var refused = await client.SendAsync(method, rest.Replace("{id}", id, StringComparison.Ordinal), body is null ? null : System.Text.Json.Nodes.JsonNode.Parse(body));
        (await refused.FaultsAsync()).ShouldBe([field]);
    }

    [Theory]
    [InlineData("GET", "/x", null, "Invalid project ID")]
    [InlineData("PUT", "/x", "{}", "Invalid project ID")]
    [InlineData("DELETE", "/x", null, "Invalid project ID")]
    [InlineData("GET", "/x/images", null, "Invalid project ID")]
    [InlineData("GET", "/x/export", null, "Invalid project ID")]
    [InlineData("POST", "/x/images/bulk", """{"image_ids":["a"]}""", "Invalid project ID")]
    [InlineData("POST", "/x/images", """{"image_id":"0199f0c2-63f0-7b2e-8d0e-0d9f6f2f7c11"}""", "Invalid ID")]
    [InlineData("POST", "/0199f0c2-63f0-7b2e-8d0e-0d9f6f2f7c11/images", """{"image_id":"x"}""", "Invalid ID")]
    [InlineData("DELETE", "/0199f0c2-63f0-7b2e-8d0e-0d9f6f2f7c11/images/x", null, "Invalid ID")]
    public async Task WhatIsNoId_IsTold(string method, string rest, string? body, string message)
    {
        using var client = Client();
        (await client.AnswerAsync(method, rest, body is null ? null : System.Text.Json.Nodes.JsonNode.Parse(body))).ShouldBe(Failure(400, "bad_request", message));
    }

    [Fact]
    public async Task NoteAndBulk_HoldAtBothEnds()
    {
        using var client = Client();
        await fixture.FillAsync(_account, 2);
        var images = await client.HistoryAsync();
        var id = await client.MakeAsync();
        await client.OkAsync("POST", $"/{id}/images", new { image_id = images[0], note = new string('n', 1_000) });
        using var tooLong = await client.SendAsync("POST", $"/{id}/images", new { image_id = images[1], note = new string('n', 1_001) });
        (await tooLong.FaultsAsync()).ShouldBe(["body -> note"]);
        (await client.AnswerAsync("POST", $"/{id}/images/bulk", new { image_ids = Enumerable.Repeat(images[1], 100) })).ShouldBe((200, """{"success":true,"added":1,"skipped":99}"""));
        using var tooMany = await client.SendAsync("POST", $"/{id}/images/bulk", new { image_ids = Enumerable.Repeat(images[1], 101) });
        (await tooMany.FaultsAsync()).ShouldBe(["body -> image_ids"]);
    }

    [Fact]
    public async Task ThousandProjects_OneMoreAlsoOfSeveralAtOnce_IsRefused()
    {
        using var client = Client();
        await fixture.Application.ScalarAsync("""
            INSERT INTO generation.projects (id, account_id, name, is_public, search_text)
            SELECT gen_random_uuid(), @account, 'p', false, 'p' FROM generate_series(1, 998)
            """, ("account", _account));
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => client.AnswerAsync("POST", "", new { name = "one more" })));
        answers.Count(static answer => answer.Status == 200).ShouldBe(2);
        answers.Where(static answer => answer.Status != 200).Distinct().ShouldBe([Failure(400, "bad_request", "Maximum number of projects (1000) reached")]);
        var page = await client.OkAsync("GET", "?limit=1");
        ((int)page["total"]!).ShouldBe(1_000);
        await client.OkAsync("DELETE", $"/{page["projects"]![0]!["id"]}");
        await client.MakeAsync();
    }

    [Fact]
    public async Task TenThousandImages_OneMore_IsRefusedAndOfManyNoneIsAdded()
    {
        using var client = Client();
        await fixture.FillAsync(_account, 3);
        var images = await client.HistoryAsync();
        var id = await client.MakeAsync();
        await fixture.Application.ScalarAsync("""
            INSERT INTO generation.project_images (project_id, image_id) SELECT @id, gen_random_uuid() FROM generate_series(1, 9999)
            """, ("id", Guid.Parse(id)));
        var full = Failure(400, "bad_request", "Maximum number of images in a project (10000) reached");
        (await client.AnswerAsync("POST", $"/{id}/images/bulk", new { image_ids = images })).ShouldBe(full);
        await client.OkAsync("POST", $"/{id}/images", new { image_id = images[0] });
        (await client.AnswerAsync("POST", $"/{id}/images", new { image_id = images[1] })).ShouldBe(full);
        (await client.AnswerAsync("POST", $"/{id}/images", new { image_id = images[0] })).ShouldBe(Failure(409, "conflict", "Image already in project"));
        ((int)(await client.OkAsync("GET", $"/{id}"))["project"]!["image_count"]!).ShouldBe(10_000);
    }

    private HttpClient Client() => fixture.Instance.ClientFor(GenerationApplication.KeyOf(_account));
}

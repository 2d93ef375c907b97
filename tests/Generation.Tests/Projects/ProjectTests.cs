using System.Net;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Tests.History;
using NanoBanana.Generation.Tests.Jobs;
using static NanoBanana.Generation.Tests.Projects.ProjectCalls;

namespace NanoBanana.Generation.Tests.Projects;

/// <summary><c>/api/projects</c>: what their owners do with them, and what everybody else is shown.</summary>
public sealed class ProjectTests(HistoryFixture fixture) : IClassFixture<HistoryFixture>, IAsyncLifetime
{
    private static readonly (int, string) Missing = Failure(404, "not_found", "Project not found");
    private static readonly (int, string) Unsigned = Failure(401, "authentication_failed", "Authentication required");
    private readonly Guid _account = Guid.NewGuid();
    private HttpClient _owner = null!;

    public ValueTask InitializeAsync()
    {
        _owner = Client(_account);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _owner.Dispose();
        await CountsAreTrueAsync(fixture.Application);
    }

    /// <summary>As if it had last changed long ago: times on the wire have no more than seconds.</summary>
    internal static Task AgeAsync(GenerationApplication application, string id) =>
        application.ScalarAsync("UPDATE generation.projects SET updated_at = '2020-01-01' WHERE id = @id", ("id", Guid.Parse(id)));

    internal static async Task CountsAreTrueAsync(GenerationApplication application)
    {
        (await application.ScalarAsync("""
            SELECT count(*) FROM generation.projects AS known WHERE images <> (SELECT count(*) FROM generation.project_images WHERE project_id = known.id)
            """)).ShouldBe(0L);
        (await application.ScalarAsync("""
            SELECT count(*) FROM generation.project_counts AS known WHERE projects <> (SELECT count(*) FROM generation.projects WHERE account_id = known.account_id)
            """)).ShouldBe(0L);
        (await application.ScalarAsync("""
            SELECT count(*) FROM generation.project_images JOIN generation.images USING (image_id) WHERE deleted_at IS NOT NULL
            """)).ShouldBe(0L);
    }

    [Fact]
    public async Task Made_WithItsNameAlone_HasTheDocumentedShape()
    {
        var saved = await _owner.OkAsync("POST", "", new { name = " Launch " });
        var project = saved["project"]!;
        var (id, at) = ((string)project["id"]!, (string)project["created_at"]!);
        saved.ToJsonString().ShouldBe($$$"""
            {"success":true,"project":{"id":"{{{id}}}","name":"Launch","description":null,"settings":{"default_aspect_ratio":null,"default_resolution":null,"default_provider":null},"is_public":false,"cover_url":null,"image_count":0,"created_at":"{{{at}}}","updated_at":"{{{at}}}"}}
            """);
        (await _owner.OkAsync("GET", $"/{id}")).ToJsonString().ShouldBe($$"""{"project":{{project.ToJsonString()}}}""");
        (await _owner.OkAsync("GET", "")).ToJsonString().ShouldBe($$"""
            {"projects":[{"id":"{{id}}","name":"Launch","description":null,"is_public":false,"cover_url":null,"image_count":0,"updated_at":"{{at}}"}],"total":1,"limit":50,"offset":0,"has_more":false}
            """);
    }

    [Fact]
    public async Task Changed_TakesWhatIsSentAndNoMore()
    {
        var id = (string)(await _owner.OkAsync("POST", "", new
        {
            name = "Launch",
            description = "of something",
            settings = new { default_aspect_ratio = "16:9", default_resolution = "2K", default_provider = "sandbox" },
        }))["project"]!["id"]!;
        var first = (await _owner.OkAsync("PUT", $"/{id}", new { cover_url = "https://example.com/cover.png", is_public = true }))["project"]!;
        ((string)first["name"]!, (string)first["description"]!, (string)first["cover_url"]!, (bool)first["is_public"]!)
            .ShouldBe(("Launch", "of something", "https://example.com/cover.png", true));

        var second = (await _owner.OkAsync("PUT", $"/{id}", new { name = (string?)null, cover_url = (string?)null, settings = new { default_resolution = (string?)null } }))["project"]!;
        second["settings"]!.ToJsonString().ShouldBe("""{"default_aspect_ratio":"16:9","default_resolution":null,"default_provider":"sandbox"}""");
        ((string)second["name"]!, second["cover_url"], (bool)second["is_public"]!).ShouldBe(("Launch", null, true));

        await AgeAsync(fixture.Application, id);
        var last = (await _owner.OkAsync("PUT", $"/{id}", new { settings = (object?)null, description = (string?)null }))["project"]!;
        (last["settings"]!.ToJsonString(), last["description"]).ShouldBe(("""{"default_aspect_ratio":null,"default_resolution":null,"default_provider":null}""", null));
        ((string)last["updated_at"]!).ShouldNotStartWith("2020");
        (await _owner.OkAsync("GET", $"/{id}"))["project"]!.ToJsonString().ShouldBe(last.ToJsonString());
    }

    [Fact]
    public async Task List_LastUpdatedFirst_ByPages()
    {
        var ids = new List<string>();
        foreach (var name in new[] { "a", "b", "c" })
            ids.Add(await _owner.MakeAsync(name));
        await _owner.OkAsync("PUT", $"/{ids[0]}", new { description = "touched" });
        var page = await _owner.OkAsync("GET", "?limit=2");
        page["projects"]!.AsArray().Select(static project => (string)project!["name"]!).ShouldBe(["a", "c"]);
        ((int)page["total"]!, (bool)page["has_more"]!).ShouldBe((3, true));
        (await _owner.OkAsync("GET", "?limit=2&offset=2")).ToJsonString().ShouldContain("\"total\":3,\"limit\":2,\"offset\":2,\"has_more\":false");
        (await _owner.OkAsync("GET", "?offset=2147483647"))["projects"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Deleted_LeavesItsImages()
    {
        await fixture.FillAsync(_account, 1);
        var id = await _owner.MakeAsync();
        await _owner.OkAsync("POST", $"/{id}/images", new { image_id = (await _owner.HistoryAsync())[0] });
        (await _owner.AnswerAsync("DELETE", $"/{id}")).ShouldBe((200, """{"success":true,"message":"Project deleted successfully"}"""));
        foreach (var (method, rest) in ((string, string)[])[("GET", ""), ("GET", "/images"), ("GET", "/export"), ("DELETE", "")])
            (await _owner.AnswerAsync(method, $"/{id}{rest}")).ShouldBe(Missing);
        (await _owner.HistoryAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Private_OfSomebodyElse_AnswersLikeAMissingOne()
    {
        await fixture.FillAsync(_account, 1);
        var image = (await _owner.HistoryAsync())[0];
        var id = await _owner.MakeAsync();
        await _owner.OkAsync("POST", $"/{id}/images", new { image_id = image });
        using var stranger = Client(Guid.NewGuid());
        using var nobody = fixture.Instance.ClientFor(Principal.Anonymous);
        foreach (var rest in new[] { "", "/images", "/export" })
        {
            foreach (var client in new[] { stranger, nobody })
            {
                (await client.AnswerAsync("GET", $"/{id}{rest}")).ShouldBe(Missing);
                (await client.AnswerAsync("GET", $"/{Guid.NewGuid()}{rest}")).ShouldBe(Missing);
            }
        }

        foreach (var (method, rest, body) in Writes(image))
        {
            (await stranger.AnswerAsync(method, $"/{id}{rest}", body)).ShouldBe(Missing, method + rest);
            (await stranger.AnswerAsync(method, $"/{Guid.NewGuid()}{rest}", body)).ShouldBe(Missing, method + rest);
            (await nobody.AnswerAsync(method, $"/{id}{rest}", body)).ShouldBe(Unsigned, method + rest);
        }

        (await nobody.AnswerAsync("GET", "")).ShouldBe(Unsigned);
        (await nobody.AnswerAsync("POST", "", new { name = "a" })).ShouldBe(Unsigned);
        (await stranger.OkAsync("GET", ""))["total"]!.GetValue<int>().ShouldBe(0);
        (await _owner.OkAsync("GET", $"/{id}"))["project"]!["image_count"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Public_ReadByEverybody_ChangedByItsOwnerAloneAndItsImagesOpen()
    {
        using (var made = await GenerationApplication.GenerateAsync(_owner, "a shown thing"))
            await made.ShouldBeAsync(HttpStatusCode.Created);
        var image = (await _owner.HistoryAsync()).ShouldHaveSingleItem();
        var id = await _owner.MakeAsync(isPublic: true);
        await _owner.OkAsync("POST", $"/{id}/images", new { image_id = image, note = "look" });
        using var stranger = Client(Guid.NewGuid());
        using var nobody = fixture.Instance.ClientFor(Principal.Anonymous);
        foreach (var client in new[] { stranger, nobody })
        {
            (await client.AnswerAsync("GET", $"/{id}")).ShouldBe(await _owner.AnswerAsync("GET", $"/{id}"));
            var page = await client.AnswerAsync("GET", $"/{id}/images");
            page.ShouldBe(await _owner.AnswerAsync("GET", $"/{id}/images"));
            page.Body.ShouldNotContain(_account.ToString());
            var url = new Uri((string)(await client.OkAsync("GET", $"/{id}/images"))["images"]![0]!["url"]!);
            using var opened = await client.GetAsync(new Uri(url.PathAndQuery, UriKind.Relative));
            (opened.StatusCode, opened.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "image/png"));
        }

        foreach (var (method, rest, body) in Writes(image))
            (await stranger.AnswerAsync(method, $"/{id}{rest}", body)).ShouldBe(Missing, method + rest);
        await _owner.OkAsync("PUT", $"/{id}", new { is_public = false });
        (await nobody.AnswerAsync("GET", $"/{id}")).ShouldBe(Missing);
    }

    private static (string Method, string Path, object? Body)[] Writes(string image) =>
    [
        ("PUT", "", new { name = "Stolen" }), ("DELETE", "", null), ("POST", "/images", new { image_id = image }),
        ("POST", "/images/bulk", new { image_ids = new[] { image } }), ("DELETE", $"/images/{image}", null),
    ];

    private HttpClient Client(Guid account) => fixture.Instance.ClientFor(GenerationApplication.KeyOf(account));
}

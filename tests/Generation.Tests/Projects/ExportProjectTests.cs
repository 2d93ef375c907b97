using System.Net;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Tests.History;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Projects;

/// <summary>A project as one file: everything, once, in its order, also of more pieces than one.</summary>
public sealed class ExportProjectTests(HistoryFixture fixture) : IClassFixture<HistoryFixture>
{
    private readonly Guid _account = Guid.NewGuid();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(450)]
    public async Task Exported_HasEveryImageOnceInTheOrderOfTheList(int count)
    {
        using var client = fixture.Instance.ClientFor(GenerationApplication.KeyOf(_account));
        using var nobody = fixture.Instance.ClientFor(Principal.Anonymous);
        var id = await client.MakeAsync(isPublic: true);
        await FillAsync(id, count);
        using var response = await nobody.SendAsync("GET", $"/{id}/export");
        var file = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        (response.Content.Headers.ContentDisposition!.DispositionType, response.Content.Headers.ContentDisposition.FileName).ShouldBe(("attachment", $"project-{id}.json"));
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        file.AsObject().Select(static field => field.Key).ShouldBe(["exported_at", "project", "images"]);
        file["project"]!.ToJsonString().ShouldBe((await client.OkAsync("GET", $"/{id}"))["project"]!.ToJsonString());
        file["images"]!.AsArray().Count.ShouldBe(count);
        var page = await client.OkAsync("GET", $"/{id}/images?limit=500");
        file["images"]!.ToJsonString().ShouldBe(page["images"]!.ToJsonString());
    }

    [Fact]
    public async Task CallerHangsUpInTheMiddle_TheServiceGoesOnAndHoldsNoConnection()
    {
        using var client = fixture.Instance.ClientFor(GenerationApplication.KeyOf(_account));
        var id = await client.MakeAsync();
        await FillAsync(id, 3_000);
        for (var i = 0; i < 40; i++)
        {
            using var asked = await client.GetAsync(new Uri($"/api/projects/{id}/export", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            await using var body = await asked.Content.ReadAsStreamAsync();
            (await body.ReadAsync(new byte[64])).ShouldBeGreaterThan(0);
        }

        // More were left open than the pool has connections.
        (await client.OkAsync("GET", $"/{id}/export"))["images"]!.AsArray().Count.ShouldBe(3_000);
    }

    private async Task FillAsync(string id, int count)
    {
        await fixture.FillAsync(_account, count);
        await fixture.Application.ScalarAsync("""
            INSERT INTO generation.project_images (project_id, image_id, note, sort_order)
            SELECT @id, image_id, prompt, abs(hashtext(prompt)) % 3 FROM generation.images WHERE account_id = @account
            """, ("id", Guid.Parse(id)), ("account", _account));
    }
}

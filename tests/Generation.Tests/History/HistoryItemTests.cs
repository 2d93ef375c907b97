using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.History;

/// <summary>One image of a history: found by any of its names, served, and deleted for good.</summary>
public sealed class HistoryItemTests(HistoryFixture fixture) : IClassFixture<HistoryFixture>
{
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task Item_IsFoundByEachOfItsNames()
    {
        using var client = Client(_account);
        var item = await MakeAsync(client, "found by name");
        foreach (var id in new[] { (string)item["filename"]!, ((string)item["id"]!).Replace("/", "%2F", StringComparison.Ordinal), (string)item["image_id"]! })
        {
            var shown = await GetAsync(client, id);
            shown["item"]!.ToJsonString().ShouldBe(item.ToJsonString());
            ((string)shown["image_url"]!, shown["image_base64"]).ShouldBe(((string)item["url"]!, null));
            using var image = await client.GetAsync(Path($"{id}/image"));
            image.StatusCode.ShouldBe(HttpStatusCode.OK);
            (image.Content.Headers.ContentType!.MediaType, image.Content.Headers.ContentDisposition!.DispositionType, image.Content.Headers.ContentDisposition.FileName)
                .ShouldBe(("image/png", "inline", (string)item["filename"]!));
            using var byName = await client.GetAsync(new Uri($"/api/images/{item["id"]}", UriKind.Relative));
            byName.StatusCode.ShouldBe(HttpStatusCode.OK);
            using var others = await Client(Guid.NewGuid()).GetAsync(new Uri($"/api/images/{item["id"]}", UriKind.Relative));
            others.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            Convert.ToBase64String(await image.Content.ReadAsByteArrayAsync()).ShouldBe((string)(await GetAsync(client, id + "?include_image=true"))["image_base64"]!);
        }
    }

    [Fact]
    public async Task SeveralOfOneName_TheNewestIsMeant()
    {
        await fixture.FillAsync(_account, 1);
        await fixture.FillAsync(_account, 1);
        using var client = Client(_account);
        var newest = JsonNode.Parse(await client.GetStringAsync(Path("?limit=1")))!["items"]![0]!;
        ((string)(await GetAsync(client, (string)newest["filename"]!))["item"]!["image_id"]!).ShouldBe((string)newest["image_id"]!);
    }

    [Fact]
    public async Task Deleted_IsNowhereAnyMoreAndItsBytesGo()
    {
        using var client = Client(_account);
        var item = await MakeAsync(client, "to be deleted");
        var other = await MakeAsync(client, "to be kept");
        var files = Directory.GetFiles(fixture.Application.ImageFolder, "*.png", SearchOption.AllDirectories);
        var file = files.Single(path => ((string)item["url"]!).Contains(System.IO.Path.GetFileName(path), StringComparison.Ordinal));
        using (var deleted = await client.DeleteAsync(Path((string)item["image_id"]!)))
            (await deleted.ShouldBeAsync(HttpStatusCode.OK))!.ToJsonString().ShouldBe("""{"success":true,"deleted_count":1,"message":"Item deleted successfully"}""");

        foreach (var address in new[] { Path((string)item["image_id"]!), Path($"{item["filename"]}/image"), new Uri(new Uri((string)item["url"]!).PathAndQuery, UriKind.Relative) })
        {
            using var gone = await client.GetAsync(address);
            gone.StatusCode.ShouldBe(HttpStatusCode.NotFound, address.ToString());
        }

        using (var again = await client.DeleteAsync(Path((string)item["image_id"]!)))
            again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var list = JsonNode.Parse(await client.GetStringAsync(Path("")))!;
        ((int)list["total"]!, (string)list["items"]![0]!["image_id"]!).ShouldBe((1, (string)other["image_id"]!));
        ((int)JsonNode.Parse(await client.GetStringAsync(Path("/stats")))!["total_images"]!).ShouldBe(1);
        await fixture.Application.EventuallyAsync(() => Task.FromResult(!File.Exists(file)), "its bytes are removed", seconds: 20);
        await fixture.Application.EventuallyAsync(
            async () => (long)(await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.images WHERE deleted_key IS NOT NULL"))! == 0, "that is noted");
        (await fixture.Application.AccountAsync(_account))["available"]!.GetValue<long>().ShouldBe(960);
    }

    [Fact]
    public async Task StoreThatDoesNotLetGo_IsAskedAgain()
    {
        using var client = Client(_account);
        var item = await MakeAsync(client, "held fast");
        var file = Directory.GetFiles(fixture.Application.ImageFolder, "*.png", SearchOption.AllDirectories)
            .Single(path => ((string)item["url"]!).Contains(System.IO.Path.GetFileName(path), StringComparison.Ordinal));

        // A folder in the file's place cannot be removed as a file.
        File.Delete(file);
        Directory.CreateDirectory(file);
        using (var deleted = await client.DeleteAsync(Path((string)item["image_id"]!)))
            deleted.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Task.Delay(TimeSpan.FromSeconds(6));
        (await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.images WHERE account_id = @account AND deleted_key IS NOT NULL", ("account", _account))).ShouldBe(1L);
        Directory.Delete(file);
        await fixture.Application.EventuallyAsync(
            async () => (long)(await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.images WHERE account_id = @account AND deleted_key IS NOT NULL", ("account", _account)))! == 0,
            "it is removed once that works");
    }

    [Theory]
    [InlineData("", "History item not found")]
    [InlineData("/image", "Image not found")]
    public async Task SomebodyElses_AnswersLikeAMissingOne(string rest, string message)
    {
        using var owner = Client(_account);
        using var other = Client(Guid.NewGuid());
        using var nobody = fixture.Instance.ClientFor(Principal.Anonymous);
        var item = await MakeAsync(owner, "not yours");
        var bodies = new List<string>();
        foreach (var client in (HttpClient[])[other, nobody])
        {
            foreach (var id in new[] { (string)item["image_id"]!, (string)item["filename"]!, Guid.NewGuid().ToString(), "nothing.png", "a%2Fb%2Fc%2Fd.png", "%25" })
            {
                using var response = await client.GetAsync(Path(id + rest));
                response.StatusCode.ShouldBe(HttpStatusCode.NotFound, id);
                bodies.Add(await response.Content.ReadAsStringAsync());
                using var deleted = await client.DeleteAsync(Path(id));
                deleted.StatusCode.ShouldBe(HttpStatusCode.NotFound, id);
            }
        }

        bodies.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem().ShouldContain(message);
        ((string)(await GetAsync(owner, (string)item["image_id"]!))["item"]!["image_id"]!).ShouldBe((string)item["image_id"]!);
    }

    [Fact]
    public async Task BadFlag_IsNamed()
    {
        using var client = Client(_account);
        using var response = await client.GetAsync(Path("x?include_image=maybe"));
        var refused = (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!;
        ((string)refused["error"]!["details"]!["errors"]![0]!["field"]!).ShouldBe("query -> include_image");
    }

    private static Uri Path(string rest) => new(rest is "" || rest[0] is '?' or '/' ? "/api/history" + rest : "/api/history/" + rest, UriKind.Relative);

    private static async Task<JsonNode> MakeAsync(HttpClient client, string prompt)
    {
        using var response = await client.PostAsJsonAsync("/api/generate", new { prompt });
        await response.ShouldBeAsync(HttpStatusCode.OK);
        return JsonNode.Parse(await client.GetStringAsync(Path("?limit=1")))!["items"]![0]!;
    }

    private static async Task<JsonNode> GetAsync(HttpClient client, string rest)
    {
        using var response = await client.GetAsync(Path(rest));
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    private HttpClient Client(Guid account) => fixture.Instance.ClientFor(GenerationApplication.KeyOf(account));
}

using System.Net;
using System.Net.Http.Json;

namespace NanoBanana.EndToEnd;

/// <summary>Projects and searches through the gateway: who may do what with which credential.</summary>
public sealed partial class EdgeTests
{
    [Fact]
    public async Task Project_Public_IsFilledByAKeyReadAndFoundByAnyoneAndItsImagesOpen()
    {
        var account = await fixture.System.SignUpAsync();
        using var user = account.Client;
        using var key = await account.KeyClientAsync();
        using var nobody = fixture.System.CreateClient();
        var word = $"w{account.Id:n}";
        await key.GenerateOkAsync(new { prompt = $"a {word} boat" });
        var image = (string)(await user.GetJsonAsync("/api/history"))["items"]![0]!["image_id"]!;
        using var made = await key.PostAsJsonAsync("/api/projects", new { name = $"Boats {word}", is_public = true });
        var path = $"/api/projects/{(await made.ShouldBeAsync(HttpStatusCode.OK))!["project"]!["id"]}";
        using var added = await user.PostAsJsonAsync(path + "/images", new { image_id = image });
        await added.ShouldBeAsync(HttpStatusCode.OK);

        // Where a credential is optional a bad token counts as none, and what is public is public.
        using var stale = fixture.System.ClientWith("not.a.token");
        foreach (var client in new[] { nobody, stale })
        {
            ((int)(await client.GetJsonAsync(path))["project"]!["image_count"]!).ShouldBe(1);
            var url = new Uri((string)(await client.GetJsonAsync(path + "/images"))["images"]![0]!["url"]!);
            using var opened = await client.GetAsync(new Uri(url.PathAndQuery, UriKind.Relative));
            (opened.StatusCode, opened.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "image/png"));
            (await client.GetJsonAsync($"/api/search?q={word}"))["facets"]!.ToJsonString().ShouldBe("""{"image":0,"prompt":0,"template":0,"project":1,"chat":0}""");
            foreach (var (method, at) in ((HttpMethod, string)[])[(HttpMethod.Delete, path), (HttpMethod.Get, "/api/projects"), (HttpMethod.Delete, $"{path}/images/{image}")])
            {
                using var refused = await client.SendAsync(new HttpRequestMessage(method, at));
                ((string)(await refused.ShouldBeAsync(HttpStatusCode.Unauthorized))!["error"]!["code"]!).ShouldBe("authentication_failed");
            }
        }

        ((int)(await key.GetJsonAsync($"/api/search?q={word}"))["total"]!).ShouldBe(2);
        using (var file = await nobody.GetAsync(new Uri(path + "/export", UriKind.Relative)))
        {
            file.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
            (await file.ShouldBeAsync(HttpStatusCode.OK))!["images"]!.AsArray().Count.ShouldBe(1);
        }

        using var changed = await user.PutAsJsonAsync(path, new { is_public = false });
        await changed.ShouldBeAsync(HttpStatusCode.OK);
        using var hidden = await nobody.GetAsync(new Uri(path, UriKind.Relative));
        using var missing = await nobody.GetAsync(new Uri($"/api/projects/{Guid.NewGuid()}", UriKind.Relative));
        await Tenancy.ShouldAnswerAlikeAsync(hidden, missing);
        ((int)(await nobody.GetJsonAsync($"/api/search?q={word}"))["total"]!).ShouldBe(0);
    }
}

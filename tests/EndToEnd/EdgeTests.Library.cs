using System.Net;
using System.Net.Http.Json;

namespace NanoBanana.EndToEnd;

/// <summary>Templates and prompts through the gateway: who may do what with which credential, and whose an anonymous caller's things are.</summary>
public sealed partial class EdgeTests
{
    [Fact]
    public async Task Template_Public_IsMadeByAKeyAndUsedByAnyone()
    {
        var account = await fixture.System.SignUpAsync();
        using var user = account.Client;
        using var key = await account.KeyClientAsync();
        using var nobody = fixture.System.CreateClient();
        using var made = await key.PostAsJsonAsync("/api/templates", new { name = "Car", prompt_template = "A {{color}} car", is_public = true, category = $"c{account.Id:n}" });
        var path = $"/api/templates/{(await made.ShouldBeAsync(HttpStatusCode.OK))!["template"]!["id"]}";

        using var used = await nobody.PostAsJsonAsync(path + "/use", new { variables = new { color = "red" } });
        ((string)(await used.ShouldBeAsync(HttpStatusCode.OK))!["prompt"]!).ShouldBe("A red car");

        // Where a credential is optional a bad token counts as none, and what is public is public.
        using var stale = fixture.System.ClientWith("not.a.token");
        ((bool)(await stale.GetJsonAsync(path))["template"]!["is_owner"]!).ShouldBeFalse();
        ((bool)(await user.GetJsonAsync(path))["template"]!["is_owner"]!).ShouldBeTrue();
        ((int)(await nobody.GetJsonAsync($"/api/templates/public?category=c{account.Id:n}"))["templates"]![0]!["use_count"]!).ShouldBe(1);

        using var changed = await user.PutAsJsonAsync(path, new { is_public = false });
        await changed.ShouldBeAsync(HttpStatusCode.OK);
        using var hidden = await nobody.GetAsync(new Uri(path, UriKind.Relative));
        using var missing = await nobody.GetAsync(new Uri($"/api/templates/{Guid.NewGuid()}", UriKind.Relative));
        await Tenancy.ShouldAnswerAlikeAsync(hidden, missing);
        foreach (var client in new[] { nobody, stale })
        {
            using var refused = await client.DeleteAsync(new Uri(path, UriKind.Relative));
            ((string)(await refused.ShouldBeAsync(HttpStatusCode.Unauthorized))!["error"]!["code"]!).ShouldBe("authentication_failed");
        }

        using var deleted = await key.DeleteAsync(new Uri(path, UriKind.Relative));
        await deleted.ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Prompts_OfNobody_AreTheirAddressesWhateverTheyClaim()
    {
        using var here = fixture.System.CreateClient();
        using var there = fixture.System.CreateClient();
        using var user = (await fixture.System.SignUpAsync()).Client;
        using var generated = await here.PostAsJsonAsync("/api/prompts/generate", new { category = "food", count = 3 });
        ((int)(await generated.ShouldBeAsync(HttpStatusCode.OK))!["count"]!).ShouldBe(3);
        using var saved = await user.PostAsJsonAsync("/api/prompts", new { text = "of an account" });
        await saved.ShouldBeAsync(HttpStatusCode.OK);
        ((int)(await here.GetJsonAsync("/api/prompts?category=custom"))["total"]!).ShouldBe(3);
        ((int)(await there.GetJsonAsync("/api/prompts?category=custom"))["total"]!).ShouldBe(0);
        ((int)(await user.GetJsonAsync("/api/prompts?category=custom"))["total"]!).ShouldBe(1);
        ((int)(await there.GetJsonAsync("/api/prompts/categories")).AsArray().Count).ShouldBe(10);

        // A Google key of the caller's own is no credential of ours: here it is let through, at templates it is not.
        there.DefaultRequestHeaders.Add("X-API-Key", "AIza-some-key-of-another-house");
        ((int)(await there.GetJsonAsync("/api/prompts?category=food"))["total"]!).ShouldBe(12);
        using var badKey = await there.PostAsJsonAsync("/api/templates", new { });
        badKey.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}

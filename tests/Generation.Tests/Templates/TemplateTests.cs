using System.Net;
using static NanoBanana.Generation.Tests.Templates.TemplateCalls;

namespace NanoBanana.Generation.Tests.Templates;

/// <summary><c>/api/templates</c>: one template from its making to its end, and what others see of it.</summary>
public sealed class TemplateTests(TemplateFixture fixture) : IClassFixture<TemplateFixture>
{
    private const string Missing = "/3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task Template_Made_IsShownInTheContractsShape()
    {
        using var client = fixture.ClientOf(_account);
        using var response = await client.SendAsync("POST", "", new
        {
            name = "  Car ",
            prompt_template = "A {{color}} car",
            variables = new object[] { new { name = " color " }, new { name = "size", type = "number", required = false, @default = 2.5, description = "in m" } },
            default_settings = new { aspect_ratio = "16:9" },
            category = "vehicles",
            tags = new[] { "car", " car ", "red" },
            unknown = true,
        });
        var saved = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        ((bool)saved["success"]!).ShouldBeTrue();
        var made = saved["template"]!;
        made.ToJsonString().ShouldBe($$$"""
            {"id":"{{{made["id"]}}}","name":"Car","description":null,"prompt_template":"A {{color}} car","variables":[{"name":"color","type":"string","required":true,"default":null,"description":null,"options":null},{"name":"size","type":"number","required":false,"default":2.5,"description":"in m","options":null}],"default_settings":{"aspect_ratio":"16:9","resolution":null,"provider":null},"category":"vehicles","tags":["car","red"],"is_public":false,"is_owner":true,"use_count":0,"preview_url":null,"created_at":"{{{made["created_at"]}}}","updated_at":"{{{made["updated_at"]}}}"}
            """);
        (await client.JsonAsync($"/{made["id"]}")).ToJsonString().ShouldBe($$"""{"template":{{made.ToJsonString()}}}""");
    }

    [Fact]
    public async Task FieldsSent_ChangeAndOthersStay()
    {
        using var client = fixture.ClientOf(_account);
        var made = await client.MakeAsync(new { name = "Old", description = "text", prompt_template = "p", category = "c", tags = new[] { "t" }, default_settings = new { resolution = "2K" } });
        using var renamed = await client.SendAsync("PUT", $"/{made["id"]}", new { name = "New", is_public = true });
        var changed = (await renamed.ShouldBeAsync(HttpStatusCode.OK))!["template"]!.AsObject();
        var expected = made.DeepClone().AsObject();
        (expected["name"], expected["is_public"], expected["updated_at"]) = ("New", true, changed["updated_at"]!.DeepClone());
        changed.ToJsonString().ShouldBe(expected.ToJsonString());

        // A null empties what may be empty, and leaves what may not.
        using var emptied = await client.SendAsync("PUT", $"/{made["id"]}", new { name = (string?)null, description = (string?)null, category = (string?)null, tags = (string[]?)null, default_settings = (object?)null });
        var after = (await emptied.ShouldBeAsync(HttpStatusCode.OK))!["template"]!;
        after["description"].ShouldBeNull();
        after["category"].ShouldBeNull();
        ((string)after["name"]!, (string?)after["default_settings"]!["resolution"], after["tags"]!.ToJsonString()).ShouldBe(("New", null, """["t"]"""));
    }

    [Fact]
    public async Task ChangesOfDifferentFieldsAtOnce_AllHold()
    {
        using var client = fixture.ClientOf(_account);
        var made = await client.MakeAsync(Body());
        var changes = new object[] { new { name = "a" }, new { description = "b" }, new { category = "c" }, new { tags = new[] { "d" } }, new { prompt_template = "e" }, new { is_public = true } };
        await Task.WhenAll(changes.Select(async change =>
        {
            using var response = await client.SendAsync("PUT", $"/{made["id"]}", change);
            await response.ShouldBeAsync(HttpStatusCode.OK);
        }));
        var after = (await client.JsonAsync($"/{made["id"]}"))["template"]!;
        ((string)after["name"]!, (string)after["description"]!, (string)after["category"]!, (string)after["tags"]![0]!, (string)after["prompt_template"]!, (bool)after["is_public"]!)
            .ShouldBe(("a", "b", "c", "d", "e", true));
    }

    [Fact]
    public async Task Deleted_IsMissingFromThenOn()
    {
        using var client = fixture.ClientOf(_account);
        var path = $"/{(await client.MakeAsync(Body()))["id"]}";
        using var deleted = await client.SendAsync("DELETE", path);
        (await deleted.ShouldBeAsync(HttpStatusCode.OK))!.ToJsonString().ShouldBe("""{"success":true,"message":"Template deleted successfully"}""");
        using var again = await client.SendAsync("DELETE", path);
        await again.ShouldFailAsync(HttpStatusCode.NotFound, "not_found", "Template not found");
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PUT", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/use")]
    public async Task SomebodyElsesPrivateOne_AnswersAsAMissingOne(string method, string rest)
    {
        using var owner = fixture.ClientOf(_account);
        using var stranger = fixture.ClientOf(Guid.NewGuid());
        var made = await owner.MakeAsync(Body(text: "no gap"));
        object? body = method is "PUT" or "POST" ? new { name = "mine now" } : null;
        using var foreign = await stranger.SendAsync(method, $"/{made["id"]}{rest}", body);
        using var missing = await stranger.SendAsync(method, Missing + rest, body);
        await missing.ShouldFailAsync(HttpStatusCode.NotFound, "not_found", "Template not found");
        await foreign.ShouldFailAsync(HttpStatusCode.NotFound, "not_found", "Template not found");
        foreign.ErrorCode().ShouldBe(missing.ErrorCode());
        var kept = (await owner.JsonAsync($"/{made["id"]}"))["template"]!;
        ((string)kept["name"]!, (int)kept["use_count"]!).ShouldBe(("Car", 0));
    }

    [Fact]
    public async Task PublicOne_IsReadAndUsedByAnyoneAndChangedByItsOwnerAlone()
    {
        using var owner = fixture.ClientOf(_account);
        using var stranger = fixture.ClientOf(Guid.NewGuid());
        using var nobody = fixture.Nobody();
        var path = $"/{(await owner.MakeAsync(Body(isPublic: true)))["id"]}";
        foreach (var client in new[] { stranger, nobody })
        {
            ((bool)(await client.JsonAsync(path))["template"]!["is_owner"]!).ShouldBeFalse();
            using var used = await client.SendAsync("POST", path + "/use", new { variables = new { color = "red" } });
            ((string)(await used.ShouldBeAsync(HttpStatusCode.OK))!["prompt"]!).ShouldBe("A red car");
        }

        foreach (var (method, body) in new[] { ("PUT", (object?)new { name = "mine" }), ("DELETE", null) })
        {
            using var refused = await stranger.SendAsync(method, path, body);
            await refused.ShouldFailAsync(HttpStatusCode.NotFound, "not_found", "Template not found");
        }

        ((int)(await owner.JsonAsync(path))["template"]!["use_count"]!).ShouldBe(2);
    }

    [Theory]
    [InlineData("POST", "")]
    [InlineData("PUT", Missing)]
    [InlineData("DELETE", Missing)]
    public async Task Nobody_MayNotWrite(string method, string rest)
    {
        using var nobody = fixture.Nobody();
        using var response = await nobody.SendAsync(method, rest, method == "DELETE" ? null : Body());
        await response.ShouldFailAsync(HttpStatusCode.Unauthorized, "authentication_failed", "Authentication required");
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PUT", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/use")]
    public async Task IdThatIsNone_IsRefusedBeforeAnythingIsLookedFor(string method, string rest)
    {
        using var client = fixture.ClientOf(_account);
        using var response = await client.SendAsync(method, "/3f2504e04f8941d39a0c0305e82c3301" + rest, method is "PUT" or "POST" ? new { } : null);
        await response.ShouldFailAsync(HttpStatusCode.BadRequest, "bad_request", "Invalid template ID");
    }
}

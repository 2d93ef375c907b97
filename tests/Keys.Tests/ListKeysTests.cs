using System.Net;

namespace NanoBanana.Keys.Tests;

public sealed class ListKeysTests(KeysApplication application) : IClassFixture<KeysApplication>
{
    [Fact]
    public async Task NoKeys_List_IsEmpty()
    {
        using var client = application.ClientForNewUser();

        var answer = await (await client.GetAsync("/v1/keys")).ShouldBeAsync(HttpStatusCode.OK);

        answer!.ToJsonString().ShouldBe("""{"keys":[]}""");
    }

    [Fact]
    public async Task SeveralKeys_List_ShowsThemNewestFirstWithoutTheirTexts()
    {
        using var client = application.ClientForNewUser();
        var first = await KeysApplication.CreateKeyAsync(client, "first");
        var second = await KeysApplication.CreateKeyAsync(client, "second");
        (await client.DeleteAsync($"/v1/keys/{first["id"]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var response = await client.GetAsync("/v1/keys");

        var keys = (await response.ShouldBeAsync(HttpStatusCode.OK))!["keys"]!.AsArray();
        keys.Select(static key => (string)key!["name"]!).ShouldBe(["second", "first"]);
        keys.Select(static key => (bool)key!["is_active"]!).ShouldBe([true, false]);
        keys[0]!.AsObject().Select(static field => field.Key)
            .ShouldBe(["id", "name", "prefix", "is_active", "last_used_at", "created_at", "expires_at"]);
        keys[0]!["last_used_at"].ShouldBeNull();
        (await response.Content.ReadAsStringAsync()).ShouldNotContain(((string)second["key"]!)[12..]);
    }

    [Fact]
    public async Task ExpiredKey_List_ShowsItInactive()
    {
        using var client = application.ClientForNewUser();
        var key = await KeysApplication.CreateKeyAsync(client);
        await application.ExecuteAsync("UPDATE keys.api_keys SET expires_at = now() WHERE id = $1", (Guid)key["id"]!);

        var answer = await (await client.GetAsync("/v1/keys")).ShouldBeAsync(HttpStatusCode.OK);

        ((bool)answer!["keys"]![0]!["is_active"]!).ShouldBeFalse();
        answer["keys"]![0]!["expires_at"].ShouldNotBeNull();
    }

    [Fact]
    public async Task SomebodyElsesKeys_List_AreNotShown()
    {
        using var owner = application.ClientForNewUser();
        using var stranger = application.ClientForNewUser();
        await KeysApplication.CreateKeyAsync(owner);

        var answer = await (await stranger.GetAsync("/v1/keys")).ShouldBeAsync(HttpStatusCode.OK);

        answer!["keys"]!.AsArray().ShouldBeEmpty();
    }
}

using System.Net;
using NanoBanana.Contracts.Keys;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Keys.Tests.Lab;

/// <summary>The list of the Lab's door, and how a key leaves it.</summary>
public sealed class ListAndDeleteLabKeyTests(KeysApplication application) : IClassFixture<KeysApplication>
{
    [Fact]
    public async Task NoKeys_Listed_AreAnEmptyList()
    {
        using var client = application.ClientForNewUser();

        (await client.ListAsync()).ToJsonString().ShouldBe("""{"keys":[],"total":0}""");
    }

    [Fact]
    public async Task KeysOfBothDoors_Listed_AreAtBothNewestFirst()
    {
        using var client = application.ClientForNewUser();
        var saas = await KeysApplication.CreateKeyAsync(client, "saas");
        var lab = await client.CreateOkAsync(new { name = "lab" });

        var here = await client.ListAsync();
        var there = (await (await client.GetAsync("/v1/keys")).ShouldBeAsync(HttpStatusCode.OK))!["keys"]!.AsArray();

        ((int)here["total"]!).ShouldBe(2);
        var keys = here["keys"]!.AsArray();
        keys[0]!.AsObject().Select(static field => field.Key)
            .ShouldBe(["id", "name", "key_prefix", "scopes", "last_used_at", "expires_at", "created_at", "is_expired"]);
        keys.Select(static key => (string)key!["id"]!).ShouldBe([(string)lab["id"]!, (string)saas["id"]!]);
        keys.Select(static key => (string)key!["key_prefix"]!).ShouldBe([((string)lab["key"]!)[..16], ((string)saas["key"]!)[..12]]);
        keys.ShouldAllBe(static key => !(bool)key!["is_expired"]! && key["scopes"] == null && key["last_used_at"] == null);
        there.Select(static key => (string)key!["id"]!).ShouldBe([(string)lab["id"]!, (string)saas["id"]!]);
        here.ToJsonString().ShouldNotContain(((string)lab["key"]!)[16..]);
    }

    [Fact]
    public async Task ExpiredKey_Listed_SaysSoAndStays()
    {
        using var client = application.ClientForNewUser();
        var key = await client.CreateOkAsync(new { name = "x", expires_in_days = 1 });
        await application.ExecuteAsync("UPDATE keys.api_keys SET expires_at = now() WHERE id = $1", (Guid)key["id"]!);

        ((bool)(await client.ListAsync())["keys"]![0]!["is_expired"]!).ShouldBeTrue();
        await (await client.DeleteKeyAsync((string)key["id"]!)).ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task SomebodyElsesOrTheOperatorsKeys_Listed_AreNotShown()
    {
        var account = Guid.NewGuid();
        using var owner = application.ClientForUser(account);
        using var stranger = application.ClientForNewUser();
        var key = await owner.CreateOkAsync(new { name = "x" });

        ((int)(await stranger.ListAsync())["total"]!).ShouldBe(0);
        await application.ExecuteAsync("UPDATE keys.api_keys SET kind = 'master' WHERE id = $1", (Guid)key["id"]!);
        ((int)(await owner.ListAsync())["total"]!).ShouldBe(0);
        await (await owner.DeleteKeyAsync((string)key["id"]!)).ShouldBeAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task OwnKey_Deleted_IsGoneHereAndInactiveThere()
    {
        using var client = application.ClientForNewUser();
        var key = await client.CreateOkAsync(new { name = "x" });
        var saas = await KeysApplication.CreateKeyAsync(client);

        foreach (var id in new[] { (string)key["id"]!, (string)saas["id"]! })
        {
            using var response = await client.DeleteKeyAsync(id);
            (await response.ShouldBeAsync(HttpStatusCode.OK))!.ToJsonString().ShouldBe("""{"success":true,"message":"API key deleted successfully"}""");
            await (await client.DeleteKeyAsync(id)).ShouldBeAsync(HttpStatusCode.NotFound);
        }

        (await application.VerifyAsync((string)key["key"]!)).Verdict.ShouldBe(KeyVerdict.Revoked);
        ((int)(await client.ListAsync())["total"]!).ShouldBe(0);
        var there = (await (await client.GetAsync("/v1/keys")).ShouldBeAsync(HttpStatusCode.OK))!["keys"]!.AsArray();
        there.Select(static row => (bool)row!["is_active"]!).ShouldBe([false, false]);
    }

    [Fact]
    public async Task ForeignMissingAndRevokedKey_Deleted_AnswerExactlyAlike()
    {
        using var owner = application.ClientForNewUser();
        using var stranger = application.ClientForNewUser();
        var key = await owner.CreateOkAsync(new { name = "x" });
        var gone = (string)(await stranger.CreateOkAsync(new { name = "x" }))["id"]!;
        await (await stranger.DeleteKeyAsync(gone)).ShouldBeAsync(HttpStatusCode.OK);

        var bodies = new List<string>();
        foreach (var id in new[] { (string)key["id"]!, Guid.NewGuid().ToString(), gone })
        {
            using var response = await stranger.DeleteKeyAsync(id);
            (response.StatusCode, response.ErrorCode()).ShouldBe((HttpStatusCode.NotFound, "keys.not_found"));
            bodies.Add(await response.Content.ReadAsStringAsync());
        }

        bodies.Distinct().ShouldHaveSingleItem()
            .ShouldBe("""{"success":false,"error":{"code":"not_found","message":"API key not found"},"detail":"API key not found"}""");
        (await application.VerifyAsync((string)key["key"]!)).Verdict.ShouldBe(KeyVerdict.Valid);
    }

    [Theory]
    [InlineData("not-an-id")]
    [InlineData("{3f2504e0-4f89-41d3-9a0c-0305e82c3301}")]
    [InlineData("3f2504e04f8941d39a0c0305e82c3301")]
    public async Task MalformedId_Deleted_Is400(string id)
    {
        using var client = application.ClientForNewUser();

        using var response = await client.DeleteKeyAsync(id);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync())
            .ShouldBe("""{"success":false,"error":{"code":"bad_request","message":"Invalid key ID"},"detail":"Invalid key ID"}""");
    }

    [Theory]
    [InlineData(PrincipalKind.Anonymous, HttpStatusCode.Unauthorized)]
    [InlineData(PrincipalKind.UserKey, HttpStatusCode.Forbidden)]
    [InlineData(PrincipalKind.MasterKey, HttpStatusCode.Forbidden)]
    public async Task NotAUser_AnyRoute_IsRefused(PrincipalKind kind, HttpStatusCode expected)
    {
        using var client = application.Service.ClientFor(new Principal { Kind = kind, AccountId = Guid.NewGuid() });

        await (await client.GetAsync(LabKeys.Path)).ShouldBeAsync(expected);
        await (await client.CreateAsync(new { name = "x" })).ShouldBeAsync(expected);
        var answer = await (await client.DeleteKeyAsync(Guid.NewGuid().ToString())).ShouldBeAsync(expected);
        if (expected == HttpStatusCode.Unauthorized)
            ((string)answer!["detail"]!).ShouldBe("Authentication required");
    }
}

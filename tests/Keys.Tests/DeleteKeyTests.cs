using System.Net;
using NanoBanana.Contracts.Keys;

namespace NanoBanana.Keys.Tests;

public sealed class DeleteKeyTests(KeysApplication application) : IClassFixture<KeysApplication>
{
    [Fact]
    public async Task OwnKey_DeletedTwice_IsRevokedAndAnswersTheSame()
    {
        using var client = application.ClientForNewUser();
        var key = await KeysApplication.CreateKeyAsync(client);

        for (var i = 0; i < 2; i++)
            (await (await client.DeleteAsync($"/v1/keys/{key["id"]}")).ShouldBeAsync(HttpStatusCode.NoContent)).ShouldBeNull();

        (await application.VerifyAsync((string)key["key"]!)).Verdict.ShouldBe(KeyVerdict.Revoked);
    }

    [Fact]
    public async Task ForeignMissingOrMalformedId_Delete_AnswersExactlyAlike()
    {
        using var owner = application.ClientForNewUser();
        using var stranger = application.ClientForNewUser();
        var key = await KeysApplication.CreateKeyAsync(owner);

        var bodies = new List<string>();
        foreach (var id in new[] { (string)key["id"]!, Guid.NewGuid().ToString(), "not-an-id", $"{{{key["id"]}}}" })
        {
            var response = await stranger.DeleteAsync($"/v1/keys/{Uri.EscapeDataString(id)}");
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            bodies.Add(await response.Content.ReadAsStringAsync());
        }

        bodies.Distinct().ShouldHaveSingleItem().ShouldBe("""{"detail":"API key not found"}""");
        (await application.VerifyAsync((string)key["key"]!)).Verdict.ShouldBe(KeyVerdict.Valid);
    }

    [Fact]
    public async Task OperatorsKey_DeletedThroughTheUsersDoor_IsNotFound()
    {
        var account = Guid.NewGuid();
        using var client = application.ClientForUser(account);
        var key = await KeysApplication.CreateKeyAsync(client);
        await application.ExecuteAsync("UPDATE keys.api_keys SET kind = 'master' WHERE id = $1", (Guid)key["id"]!);

        await (await client.DeleteAsync($"/v1/keys/{key["id"]}")).ShouldBeAsync(HttpStatusCode.NotFound);
    }
}

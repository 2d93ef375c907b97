using System.Net;
using System.Net.Http.Json;

namespace NanoBanana.Keys.Tests.Lab;

/// <summary>Ten working keys, however many ask for the last place at once.</summary>
public sealed class LabKeyLimitTests(KeysApplication application) : IClassFixture<KeysApplication>
{
    private const string Refusal =
        """{"success":false,"error":{"code":"bad_request","message":"Maximum number of API keys (10) reached"},"detail":"Maximum number of API keys (10) reached"}""";

    [Fact]
    public async Task ManyCreatesAtOnce_WithoutKeys_MakeExactlyTen()
    {
        using var client = application.ClientForNewUser();

        var responses = await Task.WhenAll(Enumerable.Range(0, 30).Select(number => client.CreateAsync(new { name = $"key {number}" })));

        responses.Count(static response => response.StatusCode == HttpStatusCode.OK).ShouldBe(10);
        foreach (var refused in responses.Where(static response => response.StatusCode != HttpStatusCode.OK))
        {
            (refused.StatusCode, refused.ErrorCode()).ShouldBe((HttpStatusCode.BadRequest, "keys.lab_limit_reached"));
            (await refused.Content.ReadAsStringAsync()).ShouldBe(Refusal);
        }

        ((int)(await client.ListAsync())["total"]!).ShouldBe(10);
    }

    [Fact]
    public async Task FullAccount_OneKeyRevokedOrExpired_HasRoomForOneMore()
    {
        using var client = application.ClientForNewUser();
        var ids = new List<string>();
        for (var i = 0; i < 10; i++)
            ids.Add((string)(await client.CreateOkAsync(new { name = "x" }))["id"]!);
        await (await client.CreateAsync(new { name = "x" })).ShouldBeAsync(HttpStatusCode.BadRequest);

        await (await client.DeleteKeyAsync(ids[0])).ShouldBeAsync(HttpStatusCode.OK);
        await client.CreateOkAsync(new { name = "x" });
        await (await client.CreateAsync(new { name = "x" })).ShouldBeAsync(HttpStatusCode.BadRequest);
        await application.ExecuteAsync("UPDATE keys.api_keys SET expires_at = now() WHERE id = $1", Guid.Parse(ids[1]));
        await client.CreateOkAsync(new { name = "x" });

        ((int)(await client.ListAsync())["total"]!).ShouldBe(11);
    }

    [Fact]
    public async Task KeysOfBothDoors_Counted_LeaveTheOtherDoorItsHundred()
    {
        using var client = application.ClientForNewUser();
        for (var i = 0; i < 10; i++)
            await KeysApplication.CreateKeyAsync(client);

        await (await client.CreateAsync(new { name = "x" })).ShouldBeAsync(HttpStatusCode.BadRequest);
        await (await client.PostAsJsonAsync("/v1/keys", new { name = "eleventh" })).ShouldBeAsync(HttpStatusCode.Created);
    }
}

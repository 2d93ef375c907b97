using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Keys;
using NanoBanana.Contracts.Principals;
using Npgsql;

namespace NanoBanana.Keys.Tests;

public sealed class CreateKeyTests(KeysApplication application) : IClassFixture<KeysApplication>
{
    [Fact]
    public async Task NamedKey_Create_ShowsTheTextOnceInTheDocumentedShape()
    {
        using var client = application.ClientForNewUser();

        var key = await KeysApplication.CreateKeyAsync(client, "My Test Key");

        key.AsObject().Select(static field => field.Key).ShouldBe(["id", "key", "name", "prefix", "created_at"]);
        var text = (string)key["key"]!;
        text.ShouldMatch("^nb_live_[0-9a-f]{32}$");
        ((string)key["prefix"]!).ShouldBe(text[..12]);
        ((string)key["name"]!).ShouldBe("My Test Key");
        ((string)key["created_at"]!).ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"name":null}""")]
    [InlineData("""{"name":"  ","unknown":[1]}""")]
    public async Task NoName_Create_TakesTheDefault(string? body)
    {
        using var client = application.ClientForNewUser();
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");

        var key = await (await client.PostAsync("/v1/keys", content)).ShouldBeAsync(HttpStatusCode.Created);

        ((string)key!["name"]!).ShouldBe("Default Key");
    }

    [Fact]
    public async Task StoredKey_Inspected_HoldsNoTrailOfItsText()
    {
        using var client = application.ClientForNewUser();
        var key = await KeysApplication.CreateKeyAsync(client);
        var text = (string)key["key"]!;

        await using var source = NpgsqlDataSource.Create(application.Database);
        await using var command = source.CreateCommand("SELECT key_hash, to_jsonb(k)::text FROM keys.api_keys k WHERE id = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = (Guid)key["id"]! });
        await using var row = await command.ExecuteReaderAsync();

        (await row.ReadAsync()).ShouldBeTrue();
        row.GetFieldValue<byte[]>(0).ShouldBe(KeyFormats.Hash(text));
        row.GetString(1).ShouldNotContain(text[12..]);
    }

    [Theory]
    [InlineData("""{"name":5}""", "name", "type_error")]
    [InlineData("""{"name":["a"]}""", "name", "type_error")]
    [InlineData("""{"name":"\u0000"}""", "name", "string_type")]
    [InlineData("""{"name":""", "", "")]
    [InlineData("""[1]""", "", "json_invalid")]
    public async Task BadBody_Create_NamesTheField(string body, string field, string type)
    {
        using var client = application.ClientForNewUser();

        var answer = await (await client.PostAsync("/v1/keys", new StringContent(body, Encoding.UTF8, "application/json")))
            .ShouldBeAsync(HttpStatusCode.UnprocessableEntity);

        var fault = answer!["detail"]!.AsArray().ShouldHaveSingleItem()!;
        fault["loc"]!.AsArray()[0]!.GetValue<string>().ShouldBe("body");
        if (field.Length > 0)
            fault["loc"]!.AsArray()[1]!.GetValue<string>().ShouldBe(field);
        if (type.Length > 0)
            ((string)fault["type"]!).ShouldBe(type);
    }

    [Fact]
    public async Task NameAtAndOverTheLimit_Create_IsCountedInCharacters()
    {
        using var client = application.ClientForNewUser();

        await KeysApplication.CreateKeyAsync(client, string.Concat(Enumerable.Repeat("🍌", 100)));
        var answer = await (await client.PostAsJsonAsync("/v1/keys", new { name = new string('x', 101) }))
            .ShouldBeAsync(HttpStatusCode.UnprocessableEntity);

        ((string)answer!["detail"]![0]!["type"]!).ShouldBe("string_too_long");
    }

    [Fact]
    public async Task HugeBody_Create_IsRefused()
    {
        using var client = application.ClientForNewUser();

        var response = await client.PostAsJsonAsync("/v1/keys", new { name = new string('x', 100_000) });

        await response.ShouldBeAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData(PrincipalKind.Anonymous, HttpStatusCode.Unauthorized)]
    [InlineData(PrincipalKind.UserKey, HttpStatusCode.Forbidden)]
    [InlineData(PrincipalKind.MasterKey, HttpStatusCode.Forbidden)]
    public async Task NotAUser_AnyRoute_IsRefused(PrincipalKind kind, HttpStatusCode expected)
    {
        using var client = application.Service.ClientFor(new Principal { Kind = kind, AccountId = Guid.NewGuid() });

        await (await client.PostAsync("/v1/keys", null)).ShouldBeAsync(expected);
        await (await client.GetAsync("/v1/keys")).ShouldBeAsync(expected);
        await (await client.DeleteAsync($"/v1/keys/{Guid.NewGuid()}")).ShouldBeAsync(expected);
    }

    [Fact]
    public async Task NoProofAtAll_Create_IsRefusedInTheFamilysShape()
    {
        using var client = application.Service.CreateClient();

        var response = await client.PostAsync("/v1/keys", null);

        var answer = await response.ShouldBeAsync(HttpStatusCode.Unauthorized);
        ((string)answer!["detail"]!).ShouldBe("Not authenticated");
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task AccountNearItsLimit_ConcurrentCreates_StopAtExactlyOneHundredActive()
    {
        var account = Guid.NewGuid();
        using var client = application.ClientForUser(account);
        var revoked = await KeysApplication.CreateKeyAsync(client);
        (await client.DeleteAsync($"/v1/keys/{revoked["id"]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await application.ExecuteAsync("""
            INSERT INTO keys.api_keys (id, account_id, kind, door, key_hash, prefix, name, scopes, is_demo)
            SELECT gen_random_uuid(), $1, 'user', 'saas', sha256(gen_random_uuid()::text::bytea), 'nb_live_0000', 'filler', '{*}', false
            FROM generate_series(1, 95)
            """, account);

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.PostAsync("/v1/keys", null)));

        responses.Count(static response => response.StatusCode == HttpStatusCode.Created).ShouldBe(5);
        var refused = responses.Where(static response => response.StatusCode != HttpStatusCode.Created).ToList();
        refused.Count.ShouldBe(15);
        refused.ShouldAllBe(static response => response.StatusCode == HttpStatusCode.BadRequest && response.ErrorCode() == "keys.limit_reached");
        var listed = await (await client.GetAsync("/v1/keys")).ShouldBeAsync(HttpStatusCode.OK);
        listed!["keys"]!.AsArray().Count(static (JsonNode? key) => (bool)key!["is_active"]!).ShouldBe(100);
    }
}

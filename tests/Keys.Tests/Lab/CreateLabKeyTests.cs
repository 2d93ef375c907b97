using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts.Keys;

namespace NanoBanana.Keys.Tests.Lab;

public sealed class CreateLabKeyTests(KeysApplication application) : IClassFixture<KeysApplication>
{
    [Fact]
    public async Task NamedKey_Create_ShowsTheTextOnceAndVerifies()
    {
        var account = Guid.NewGuid();
        using var client = application.ClientForUser(account);

        var key = await client.CreateOkAsync(new { name = "My key" });

        key.AsObject().Select(static field => field.Key).ShouldBe(["id", "name", "key", "key_prefix", "scopes", "expires_at", "created_at"]);
        var text = (string)key["key"]!;
        text.ShouldMatch("^nb_sk_[A-Za-z0-9_-]{43}$");
        ((string)key["key_prefix"]!, (string)key["name"]!).ShouldBe((text[..16], "My key"));
        (key["scopes"], key["expires_at"]).ShouldBe((null, null));
        ((string)key["created_at"]!).ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
        var verified = await application.VerifyAsync(text);
        verified.Verdict.ShouldBe(KeyVerdict.Valid);
        (verified.Key!.AccountId, verified.Key.ExpiresAt).ShouldBe((account, null));
        verified.Key.Scopes.ShouldBe(["*"]);
    }

    [Theory]
    [InlineData("""["generate","read"]""", "generate read")]
    [InlineData("""["generate:write","generate:read"]""", "generate read")]
    [InlineData("""["*:read","history:read","read"]""", "read")]
    [InlineData("""["manage","generate","manage"]""", "generate manage")]
    public async Task Scopes_InOldAndNewWords_AreKeptInOurs(string given, string kept)
    {
        using var client = application.ClientForNewUser();

        using var response = await client.CreateTextAsync($$"""{"name":"x","scopes":{{given}}}""");

        var key = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        string.Join(' ', key["scopes"]!.AsArray().Select(static scope => (string)scope!)).ShouldBe(kept);
        string.Join(' ', (await application.VerifyAsync((string)key["key"]!)).Key!.Scopes).ShouldBe(kept);
        (await client.ListAsync())["keys"]![0]!["scopes"]!.ToJsonString().ShouldBe(key["scopes"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"name":"x","scopes":["admin"]}""", "scopes[0]", "literal_error")]
    [InlineData("""{"name":"x","scopes":["read","*"]}""", "scopes[1]", "literal_error")]
    [InlineData("""{"name":"x","scopes":[":read"]}""", "scopes[0]", "literal_error")]
    [InlineData("""{"name":"x","scopes":["a b:read"]}""", "scopes[0]", "literal_error")]
    [InlineData("""{"name":"x","scopes":[null]}""", "scopes[0]", "literal_error")]
    [InlineData("""{"name":"x","scopes":["READ"]}""", "scopes[0]", "literal_error")]
    [InlineData("""{"name":"x","scopes":[]}""", "scopes", "too_short")]
    [InlineData("""{"name":"x","scopes":"read"}""", "scopes", "type_error")]
    [InlineData("""{"name":"x","expires_in_days":0}""", "expires_in_days", "greater_than_equal")]
    [InlineData("""{"name":"x","expires_in_days":366}""", "expires_in_days", "less_than_equal")]
    [InlineData("""{"name":"x","expires_in_days":1.5}""", "expires_in_days", "type_error")]
    [InlineData("""{"name":"x","expires_in_days":"7"}""", "expires_in_days", "type_error")]
    [InlineData("""{}""", "name", "missing")]
    [InlineData("""{"name":null}""", "name", "missing")]
    [InlineData("""{"name":""}""", "name", "string_too_short")]
    [InlineData("""{"name":"\u0000"}""", "name", "string_type")]
    [InlineData("""{"name":7}""", "name", "type_error")]
    [InlineData("""[1]""", "", "json_invalid")]
    public async Task BadBody_Create_NamesTheField(string body, string field, string type)
    {
        using var client = application.ClientForNewUser();

        using var response = await client.CreateTextAsync(body);

        var answer = (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!;
        ((string)answer["error"]!["code"]!, (string)answer["detail"]!).ShouldBe(("validation_error", "Request validation failed"));
        var fault = answer["error"]!["details"]!["errors"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)fault["field"]!, (string)fault["type"]!).ShouldBe((field.Length > 0 ? $"body -> {field}" : "body", type));
        ((int)(await client.ListAsync())["total"]!).ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task NameAtItsLimits_Create_IsCountedInCharacters(int length)
    {
        using var client = application.ClientForNewUser();

        await client.CreateOkAsync(new { name = string.Concat(Enumerable.Repeat("🍌", length)) });
        using var response = await client.CreateAsync(new { name = new string('x', 101) });

        var answer = await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        ((string)answer!["error"]!["details"]!["errors"]![0]!["type"]!).ShouldBe("string_too_long");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(365)]
    public async Task KeyWithDays_Made_EndsExactlySoLongAfter(int days)
    {
        using var client = application.ClientForNewUser();

        var key = await client.CreateOkAsync(new { name = "x", expires_in_days = days });

        ((DateTimeOffset)key["expires_at"]! - (DateTimeOffset)key["created_at"]!).ShouldBe(TimeSpan.FromDays(days));
        (await application.VerifyAsync((string)key["key"]!)).Verdict.ShouldBe(KeyVerdict.Valid);
        await application.ExecuteAsync("UPDATE keys.api_keys SET expires_at = now() WHERE id = $1", (Guid)key["id"]!);
        (await application.VerifyAsync((string)key["key"]!)).Verdict.ShouldBe(KeyVerdict.Expired);
    }

    [Fact]
    public async Task HugeBody_Create_IsRefused()
    {
        using var client = application.ClientForNewUser();

        using var response = await client.PostAsJsonAsync(LabKeys.Path, new { name = new string('x', 100_000) });

        await response.ShouldBeAsync(HttpStatusCode.RequestEntityTooLarge);
    }
}

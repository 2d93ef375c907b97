using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Keys;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Keys.Tests;

public sealed class VerifyKeyTests(KeysApplication application) : IClassFixture<KeysApplication>
{
    [Fact]
    public async Task GoodKey_Verify_TellsWhoPaysAndWhatItMay()
    {
        var account = Guid.NewGuid();
        using var client = application.ClientForUser(account);
        var created = await KeysApplication.CreateKeyAsync(client);

        var answer = await application.VerifyAsync((string)created["key"]!);

        answer.Verdict.ShouldBe(KeyVerdict.Valid);
        var key = answer.Key.ShouldNotBeNull();
        key.KeyId.ShouldBe((Guid)created["id"]!);
        key.Kind.ShouldBe(PrincipalKind.UserKey);
        key.AccountId.ShouldBe(account);
        key.Scopes.ShouldBe(["*"]);
        key.ProjectId.ShouldBeNull();
        key.ExpiresAt.ShouldBeNull();
    }

    [Fact]
    public async Task ProjectKey_Verify_CarriesItsLabelScopesAndExpiry()
    {
        using var client = application.ClientForNewUser();
        var created = await KeysApplication.CreateKeyAsync(client);
        var expires = new DateTimeOffset(2099, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
        await application.ExecuteAsync(
            "UPDATE keys.api_keys SET kind = 'project', door = 'banatie', project_id = 'shop', scopes = '{generate,read}', expires_at = $2 WHERE id = $1",
            (Guid)created["id"]!, expires);

        var key = (await application.VerifyAsync((string)created["key"]!)).Key.ShouldNotBeNull();

        (key.Kind, key.ProjectId, key.ExpiresAt).ShouldBe((PrincipalKind.ProjectKey, "shop", expires));
        key.Scopes.ShouldBe(["generate", "read"]);
    }

    [Fact]
    public async Task ExpiredKey_Verify_IsExpired()
    {
        using var client = application.ClientForNewUser();
        var created = await KeysApplication.CreateKeyAsync(client);
        await application.ExecuteAsync("UPDATE keys.api_keys SET expires_at = now() WHERE id = $1", (Guid)created["id"]!);

        (await application.VerifyAsync((string)created["key"]!)).Verdict.ShouldBe(KeyVerdict.Expired);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not hex")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000000000")]
    public async Task UnknownOrMalformedHash_Verify_IsAnAnswer(string hash)
    {
        using var client = application.Service.ClientForService();

        var response = await client.PostAsJsonAsync("/internal/keys/verify", new { key_hash = hash });

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadFromJsonAsync(ContractsJsonContext.Default.KeyVerification))
            .ShouldBe(new KeyVerification(KeyVerdict.Unknown, Key: null));
    }

    [Fact]
    public async Task User_InternalRoutes_AreRefused()
    {
        var account = Guid.NewGuid();
        using var client = application.ClientForUser(account);

        await (await client.PostAsJsonAsync("/internal/keys/verify", new { key_hash = "" })).ShouldBeAsync(HttpStatusCode.Forbidden);
        await (await client.PostAsJsonAsync("/internal/keys/used", Array.Empty<object>())).ShouldBeAsync(HttpStatusCode.Forbidden);
        await (await client.GetAsync($"/internal/accounts/{account}/keys")).ShouldBeAsync(HttpStatusCode.Forbidden);
        await (await client.GetAsync($"/internal/accounts/{account}/keys/{account}")).ShouldBeAsync(HttpStatusCode.Forbidden);
        await (await client.PostAsync($"/internal/accounts/{account}/demo-key", null)).ShouldBeAsync(HttpStatusCode.Forbidden);
        using var nobody = application.Service.CreateClient();
        await (await nobody.PostAsJsonAsync("/internal/keys/verify", new { key_hash = "" })).ShouldBeAsync(HttpStatusCode.Unauthorized);
    }
}

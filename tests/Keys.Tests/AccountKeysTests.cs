using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Keys;

namespace NanoBanana.Keys.Tests;

/// <summary>What other services see of an account's keys.</summary>
public sealed class AccountKeysTests(KeysApplication application) : IClassFixture<KeysApplication>
{
    [Fact]
    public async Task AccountWithKeys_Listed_ShowsThemNewestFirst()
    {
        var account = Guid.NewGuid();
        using var client = application.ClientForUser(account);
        var first = await KeysApplication.CreateKeyAsync(client, "first");
        await KeysApplication.CreateKeyAsync(client, "second");
        await client.DeleteAsync($"/v1/keys/{first["id"]}");
        using var billing = application.Service.ClientForService("billing");

        var keys = await billing.GetFromJsonAsync($"/internal/accounts/{account}/keys", ContractsJsonContext.Default.IReadOnlyListKeySummary);

        keys!.Select(static key => (key.Name, key.IsActive)).ShouldBe([("second", true), ("first", false)]);
        var one = await billing.GetFromJsonAsync($"/internal/accounts/{account}/keys/{first["id"]}", ContractsJsonContext.Default.KeySummary);
        one.ShouldBe(keys![1]);
    }

    [Fact]
    public async Task KeyOfAnotherAccount_Shown_AnswersAsAMissingOne()
    {
        using var client = application.ClientForNewUser();
        var key = await KeysApplication.CreateKeyAsync(client);
        using var billing = application.Service.ClientForService("billing");
        billing.DefaultRequestHeaders.Add("X-Request-ID", "same");

        var foreign = await billing.GetAsync($"/internal/accounts/{Guid.NewGuid()}/keys/{key["id"]}");
        var missing = await billing.GetAsync($"/internal/accounts/{Guid.NewGuid()}/keys/{Guid.NewGuid()}");

        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await foreign.Content.ReadAsStringAsync()).ShouldBe(await missing.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task DemoKey_Made_WorksAndBelongsToTheAccount()
    {
        var account = Guid.NewGuid();
        using var standalone = application.Service.ClientForService("standalone");

        var created = await (await standalone.PostAsync($"/internal/accounts/{account}/demo-key", null)).ShouldBeAsync(HttpStatusCode.Created);

        var key = (string)created!["key"]!;
        KeyFormats.IsWellFormed(key).ShouldBeTrue();
        var verified = await application.VerifyAsync(key);
        (verified.Verdict, verified.Key!.AccountId).ShouldBe((KeyVerdict.Valid, account));
        await application.ExecuteAsync("UPDATE keys.api_keys SET name = name WHERE id = $1 AND is_demo", (Guid)created["id"]!);
    }
}

using System.Net;
using System.Net.Http.Json;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Identity;
using NanoBanana.Contracts.Keys;

namespace NanoBanana.Keys.Tests;

/// <summary>A deleted account's keys are refused for good, nameless, and no further one is made.</summary>
public sealed class EraseAccountTests(KeysApplication application) : IClassFixture<KeysApplication>
{
    [Fact]
    public async Task ErasedAccount_AllItsKeysAreRevokedAndNamelessAndNobodyElses()
    {
        var (account, other) = (Guid.NewGuid(), Guid.NewGuid());
        using var client = application.ClientForUser(account);
        using var stranger = application.ClientForUser(other);
        var saas = (string)(await KeysApplication.CreateKeyAsync(client))["key"]!;
        var lab = (string)(await (await client.PostAsJsonAsync("/api/auth/api-keys", new { name = "my name" })).ShouldBeAsync(HttpStatusCode.OK))!["key"]!;
        var theirs = (string)(await KeysApplication.CreateKeyAsync(stranger))["key"]!;

        (await TellAsync(account)).Done.ShouldBe([account]);
        (await TellAsync(account)).Done.ShouldBe([account]);

        (await application.VerifyAsync(saas)).Verdict.ShouldBe(KeyVerdict.Revoked);
        (await application.VerifyAsync(lab)).Verdict.ShouldBe(KeyVerdict.Revoked);
        (await application.VerifyAsync(theirs)).Verdict.ShouldBe(KeyVerdict.Valid);
        using var listed = await client.GetAsync(new Uri("/v1/keys", UriKind.Relative));
        (await listed.Content.ReadAsStringAsync()).ShouldNotContain("my name");
    }

    [Fact]
    public async Task CallThatWasLetThroughAMomentBefore_MakesNoKey()
    {
        var account = Guid.NewGuid();
        using var client = application.ClientForUser(account);
        await TellAsync(account);
        using var late = await client.PostAsJsonAsync("/v1/keys", new { name = "late" });
        late.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        late.ErrorCode().ShouldBe("auth.invalid_token");
    }

    [Fact]
    public async Task ListThatIsNone_IsRefusedWhole()
    {
        var account = Guid.NewGuid();
        foreach (var list in new Guid[][] { [], [account, account], [account, Guid.Empty], [.. Enumerable.Range(0, 101).Select(static _ => Guid.NewGuid())] })
        {
            using var response = await SendAsync(list);
            response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        using var user = application.ClientForUser(account);
        await (await user.PutAsJsonAsync("/internal/accounts/erasures", new[] { account })).ShouldBeAsync(HttpStatusCode.Forbidden);
        await (await user.GetAsync(new Uri($"/internal/accounts/{account}/export", UriKind.Relative))).ShouldBeAsync(HttpStatusCode.Forbidden);
        await KeysApplication.CreateKeyAsync(user);
    }

    private async Task<ErasureAnswer> TellAsync(params Guid[] accounts)
    {
        using var response = await SendAsync(accounts);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await response.Content.ReadFromJsonAsync(ContractsJsonContext.Default.ErasureAnswer))!;
    }

    private async Task<HttpResponseMessage> SendAsync(IReadOnlyList<Guid> accounts)
    {
        using var identity = application.Service.ClientForService("identity");
        return await identity.PutAsJsonAsync("/internal/accounts/erasures", accounts, ContractsJsonContext.Default.IReadOnlyListGuid);
    }
}

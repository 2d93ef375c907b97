using System.Net;
using System.Net.Http.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Identity;
using NanoBanana.Contracts.Principals;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Identity.Tests.GitHub;

/// <summary>Whose account a person from GitHub gets.</summary>
public sealed class SignInTests(GitHubFixture fixture) : IClassFixture<GitHubFixture>
{
    [Fact]
    public async Task NewPerson_SignedIn_GetsAnAccountAndAToken()
    {
        using var browser = new Browser(fixture);
        var person = GitHubPerson.New();

        var answer = await browser.SignInAsync(person);

        answer.AsObject().Select(static field => field.Key).ShouldBe(["access_token", "token_type", "user"]);
        ((string)answer["token_type"]!).ShouldBe("bearer");
        var user = answer["user"]!;
        user.AsObject().Select(static field => field.Key).ShouldBe(["id", "login", "name", "email", "avatar_url", "user_folder_id"]);
        ((string)user["login"]!, (string)user["name"]!, (string)user["email"]!).ShouldBe((person.Login, person.Name, person.Addresses[0].Email));
        ((string)user["avatar_url"]!).ShouldStartWith(fixture.Emulator.Address.ToString());
        ((string)user["user_folder_id"]!).ShouldMatch("^[0-9a-f]{16}$");
        var token = new JsonWebToken((string)answer["access_token"]!);
        (token.Subject, token.GetPayloadValue<string>("login"), token.GetPayloadValue<string>("provider"), token.GetPayloadValue<string>("type"))
            .ShouldBe(((string)user["id"]!, person.Login, "github", "access"));
        (await IntrospectAsync(token)).ShouldBe(new TokenIntrospection(Active: true, IsAdmin: false));
        (await fixture.QueryAsync("SELECT provider || ' ' || provider_id || ' ' || email_confirmed::text FROM identity.users WHERE id = $1", (Guid)user["id"]!))
            .ShouldBe($"github {person.Id} true");
    }

    [Fact]
    public async Task SamePerson_RenamedAndBack_IsTheSameAccountWithTheNewNames()
    {
        using var browser = new Browser(fixture);
        var person = GitHubPerson.New();
        var first = (await browser.SignInAsync(person))["user"]!;

        var second = (await browser.SignInAsync(person with { Login = person.Login + "-new", Name = null, PublicEmail = "another@example.com" }))["user"]!;

        ((string)second["id"]!, (string)second["login"]!, (string?)second["name"], (string)second["email"]!, (string)second["user_folder_id"]!)
            .ShouldBe(((string)first["id"]!, person.Login + "-new", null, (string)first["email"]!, (string)first["user_folder_id"]!));
    }

    [Fact]
    public async Task SamePersonManyTimesAtOnce_SignedIn_IsOneAccount()
    {
        using var browser = new Browser(fixture);
        var person = GitHubPerson.New();
        var codes = new List<(string Code, string State)>();
        for (var i = 0; i < 8; i++)
            codes.Add(await browser.ComeBackAsync(person));

        var answers = await Task.WhenAll(codes.Select(async code => await (await browser.FinishAsync(code.Code, code.State)).ShouldBeAsync(HttpStatusCode.OK)));

        answers.Select(static answer => (string)answer!["user"]!["id"]!).Distinct().ShouldHaveSingleItem();
        answers.Select(static answer => (string)answer!["user"]!["email"]!).Distinct().ShouldHaveSingleItem().ShouldBe(person.Addresses[0].Email);
        (await fixture.QueryAsync("SELECT count(*) FROM identity.users WHERE provider_id = $1", $"{person.Id}")).ShouldBe(1L);
    }

    [Fact]
    public async Task PublicAddress_Shown_IsTakenWithoutAskingForMore()
    {
        using var browser = new Browser(fixture);
        var person = GitHubPerson.New() with { PublicEmail = IdentityApplication.NewEmail() };
        fixture.Emulator.Emails.Next("status:500");

        ((string)(await browser.SignInAsync(person))["user"]!["email"]!).ShouldBe(person.PublicEmail);
        fixture.Emulator.Emails.Reset();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task AddressThatIsNotPrimaryAndProven_Private_IsNotTaken(bool isPrimary, bool isVerified)
    {
        using var browser = new Browser(fixture);
        var person = GitHubPerson.New() with { Addresses = [new GitHubAddress(IdentityApplication.NewEmail(), isPrimary, isVerified)] };

        (await browser.SignInAsync(person))["user"]!["email"].ShouldBeNull();
    }

    [Theory]
    [InlineData("status:403")]
    [InlineData("status:404")]
    public async Task AddressesNotGranted_SignedIn_LeaveTheAccountWithoutOne(string behaviour)
    {
        using var browser = new Browser(fixture);
        fixture.Emulator.Emails.Next(behaviour);

        var answer = await browser.SignInAsync(GitHubPerson.New());

        answer["user"]!["email"].ShouldBeNull();
        using var user = fixture.Service.ClientFor(new Principal { Kind = PrincipalKind.User, AccountId = (Guid)answer["user"]!["id"]! });
        var saas = (await (await user.GetAsync(new Uri("/v1/auth/me", UriKind.Relative))).ShouldBeAsync(HttpStatusCode.OK))!;
        saas["email"].ShouldBeNull();
    }

    [Fact]
    public async Task AddressOfAnAccountWithAPassword_VerifiedAtGitHub_IsNotTheWayIntoThatAccount()
    {
        using var browser = new Browser(fixture);
        var email = IdentityApplication.NewEmail();
        var registered = (await (await browser.Http.PostAsJsonAsync("/v1/auth/register", new { email, password = IdentityApplication.Password })).ShouldBeAsync(HttpStatusCode.Created))!;

        var user = (await browser.SignInAsync(GitHubPerson.New(email.ToUpperInvariant())))["user"]!;

        ((string)user["id"]!).ShouldNotBe((string)registered["user"]!["id"]!);
        user["email"].ShouldBeNull();
        using var login = await browser.Http.PostAsJsonAsync("/v1/auth/login", new { email, password = IdentityApplication.Password });
        new JsonWebToken((string)(await login.ShouldBeAsync(HttpStatusCode.OK))!["access_token"]!).Subject.ShouldBe((string)registered["user"]!["id"]!);
    }

    [Fact]
    public async Task TwoPeopleWithOneAddressAtOnce_SignedIn_AreTwoAccountsOfWhichOneHasIt()
    {
        using var browser = new Browser(fixture);
        for (var round = 0; round < 5; round++)
        {
            var email = IdentityApplication.NewEmail();
            var codes = new List<(string Code, string State)>();
            for (var i = 0; i < 4; i++)
                codes.Add(await browser.ComeBackAsync(GitHubPerson.New(email)));

            var answers = await Task.WhenAll(codes.Select(async code => await (await browser.FinishAsync(code.Code, code.State)).ShouldBeAsync(HttpStatusCode.OK)));

            answers.Select(static answer => (string)answer!["user"]!["id"]!).Distinct().Count().ShouldBe(4);
            answers.Select(static answer => (string?)answer!["user"]!["email"]).OfType<string>().ShouldHaveSingleItem().ShouldBe(email);
        }
    }

    [Fact]
    public async Task StrangeWordsOfAPerson_SignedIn_AreLeftOut()
    {
        using var browser = new Browser(fixture);
        var person = GitHubPerson.New("not an address") with { Login = "a\"b", Name = "nul\0" };

        var answer = await browser.SignInAsync(person);

        ((string)answer["user"]!["login"]!, answer["user"]!["name"], answer["user"]!["email"]).ShouldBe(("a\"b", null, null));
        new JsonWebToken((string)answer["access_token"]!).GetPayloadValue<string>("login").ShouldBe("a\"b");
    }

    [Fact]
    public async Task AccountFromGitHub_SignedInWithAnyPassword_IsRefused()
    {
        using var browser = new Browser(fixture);
        var person = GitHubPerson.New();
        await browser.SignInAsync(person);

        using var login = await browser.Http.PostAsJsonAsync("/v1/auth/login", new { email = person.Addresses[0].Email, password = "" });

        await login.ShouldBeAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task ListedLogin_SignedIn_IsAnOperatorInAnyCase()
    {
        using var browser = new Browser(fixture);

        var answer = await browser.SignInAsync(GitHubPerson.New() with { Login = "octo-operator" });

        (await IntrospectAsync(new JsonWebToken((string)answer["access_token"]!))).ShouldBe(new TokenIntrospection(Active: true, IsAdmin: true));
    }

    private async Task<TokenIntrospection> IntrospectAsync(JsonWebToken token)
    {
        using var gateway = fixture.Service.ClientForService("gateway");
        using var response = await gateway.PostAsJsonAsync(
            "/internal/tokens/introspect",
            new IntrospectTokenRequest(Guid.Parse(token.Id), Guid.Parse(token.Subject), token.GetPayloadValue<int>(TokenClaims.Generation)),
            ContractsJsonContext.Default.IntrospectTokenRequest);
        return (await response.Content.ReadFromJsonAsync(ContractsJsonContext.Default.TokenIntrospection))!;
    }
}

using System.Globalization;
using System.Net;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Keys;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Keys.Tests.Banatie;

public sealed class CreateOperatorKeyTests(KeysApplication application) : IClassFixture<KeysApplication>
{
    [Fact]
    public async Task ProjectKey_Create_IsShownOnceInTheDocumentedShape()
    {
        using var master = application.Service.ClientFor(OperatorCalls.Master());

        var made = await master.CreateOkAsync(new { type = "project", projectId = " my-project ", name = "My Project Key" });

        made.Text().ShouldMatch("^bnt_[0-9a-f]{64}$");
        var (created, expires) = ((string)made["metadata"]!["createdAt"]!, (string)made["metadata"]!["expiresAt"]!);
        made.ToJsonString().ShouldBe(
            $$$"""
            {"apiKey":"{{{made.Text()}}}","metadata":{"id":"{{{made.Id()}}}","type":"project","projectId":"my-project","name":"My Project Key","expiresAt":"{{{expires}}}","scopes":["generate","read"],"createdAt":"{{{created}}}"},"message":"IMPORTANT: Save this key securely. You will not see it again!"}
            """);
        created.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        (Time(expires) - Time(created)).ShouldBe(TimeSpan.FromDays(90));
        var verified = await application.VerifyAsync(made.Text());
        (verified.Verdict, verified.Key!.Kind, verified.Key.AccountId, verified.Key.ProjectId).ShouldBe((KeyVerdict.Valid, PrincipalKind.ProjectKey, OperatorAccount.OfProject("my-project"), "my-project"));
        verified.Key.Scopes.ShouldBe(["generate", "read"]);
    }

    [Fact]
    public async Task MasterKey_Create_NeverEndsAndLooksAtNoProject()
    {
        using var master = application.Service.ClientFor(OperatorCalls.Master());

        var made = await master.CreateOkAsync(new { type = "master", projectId = "ignored", expiresInDays = 0 });

        var metadata = made["metadata"]!;
        (metadata["projectId"], metadata["name"], metadata["expiresAt"], metadata["scopes"]!.ToJsonString()).ShouldBe((null, null, null, """["*"]"""));
        (await application.VerifyAsync(made.Text())).Key!.Kind.ShouldBe(PrincipalKind.MasterKey);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3_650)]
    public async Task ProjectKeyWithDays_EndsExactlySoLongAfter(int days)
    {
        using var master = application.Service.ClientFor(OperatorCalls.Master());

        var made = await master.CreateOkAsync(new { type = "project", projectId = new string('p', 100), name = string.Concat(Enumerable.Repeat("🍌", 100)), expiresInDays = days });

        (Time((string)made["metadata"]!["expiresAt"]!) - Time((string)made["metadata"]!["createdAt"]!)).ShouldBe(TimeSpan.FromDays(days));
        await application.ExecuteAsync("UPDATE keys.api_keys SET expires_at = now() WHERE id = $1", Guid.Parse(made.Id()));
        (await application.VerifyAsync(made.Text())).Verdict.ShouldBe(KeyVerdict.Expired);
        (await master.ListAsync())["keys"]!.AsArray().Single(key => (string)key!["id"]! == made.Id())!["isActive"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Theory]
    [InlineData("{}", "type must be 'master' or 'project'")]
    [InlineData("""{"type":null}""", "type must be 'master' or 'project'")]
    [InlineData("""{"type":"user"}""", "type must be 'master' or 'project'")]
    [InlineData("""{"type":"Master"}""", "type must be 'master' or 'project'")]
    [InlineData("""{"type":7}""", "type: The value has the wrong type")]
    [InlineData("""{"type":"project"}""", "projectId is required for project keys")]
    [InlineData("""{"type":"project","projectId":"  "}""", "projectId is required for project keys")]
    [InlineData("""{"type":"project","projectId":"LONG"}""", "projectId must be 1 to 100 characters, without control characters")]
    [InlineData("""{"type":"project","projectId":"a\u0000b"}""", "projectId must be 1 to 100 characters, without control characters")]
    [InlineData("""{"type":"project","projectId":"a\nb"}""", "projectId must be 1 to 100 characters, without control characters")]
    [InlineData("""{"type":"project","projectId":"x","expiresInDays":0}""", "expiresInDays must be 1 to 3650")]
    [InlineData("""{"type":"project","projectId":"x","expiresInDays":3651}""", "expiresInDays must be 1 to 3650")]
    [InlineData("""{"type":"project","projectId":"x","expiresInDays":1.5}""", "expiresInDays: The value has the wrong type")]
    [InlineData("""{"type":"master","name":"LONG"}""", "name must be at most 100 characters, without control characters")]
    [InlineData("[1]", "The body is not valid JSON of the expected shape")]
    [InlineData("", "Field required")]
    public async Task BadBody_Create_SaysWhatIsWrong(string body, string message)
    {
        using var master = application.Service.ClientFor(OperatorCalls.Master());
        var before = (int)(await master.ListAsync())["total"]!;

        using var refused = await master.CreateTextAsync(body.Replace("LONG", new string('x', 101), StringComparison.Ordinal));

        await refused.ShouldBeAsync(HttpStatusCode.BadRequest, $$"""{"success":false,"error":"Validation failed","message":"{{message}}"}""");
        ((int)(await master.ListAsync())["total"]!).ShouldBe(before);
    }

    [Fact]
    public async Task HugeBodyOrAnotherType_Create_IsRefused()
    {
        using var master = application.Service.ClientFor(OperatorCalls.Master());
        using var huge = await master.CreateTextAsync($$"""{"type":"master","name":"{{new string('x', 20_000)}}"}""");
        await huge.ShouldBeAsync(HttpStatusCode.BadRequest, """{"success":false,"error":"The request body is too large","message":"The request body is too large"}""");
        using var form = await master.PostAsync(new Uri(OperatorCalls.Path, UriKind.Relative), new FormUrlEncodedContent([new("type", "master")]));
        await form.ShouldBeAsync(HttpStatusCode.UnsupportedMediaType, """{"success":false,"error":"Unsupported Media Type","message":"Unsupported Media Type"}""");
    }

    [Theory]
    [InlineData(PrincipalKind.Anonymous, HttpStatusCode.Unauthorized, "Missing API key", "Not authenticated")]
    [InlineData(PrincipalKind.User, HttpStatusCode.Forbidden, "Master key required", "Admin privileges required")]
    [InlineData(PrincipalKind.UserKey, HttpStatusCode.Forbidden, "Master key required", "Admin privileges required")]
    [InlineData(PrincipalKind.ProjectKey, HttpStatusCode.Forbidden, "Master key required", "Admin privileges required")]
    [InlineData(PrincipalKind.Service, HttpStatusCode.Forbidden, "Master key required", "This credential does not allow that")]
    public async Task WhoIsNoOperator_AnyRoute_IsRefused(PrincipalKind kind, HttpStatusCode status, string error, string message)
    {
        using var client = application.Service.ClientFor(new Principal { Kind = kind, AccountId = OperatorAccount.Id, KeyId = Guid.NewGuid(), Scopes = ["*"] });
        var body = $$"""{"success":false,"error":"{{error}}","message":"{{message}}"}""";
        using var made = await client.CreateTextAsync("""{"type":"master"}""");
        await made.ShouldBeAsync(status, body);
        using var listed = await client.GetAsync(new Uri(OperatorCalls.Path, UriKind.Relative));
        await listed.ShouldBeAsync(status, body);
        using var revoked = await client.RevokeAsync(Guid.NewGuid().ToString());
        await revoked.ShouldBeAsync(status, body);
    }

    [Fact]
    public async Task AdminWhoSignedIn_Create_IsNotedAsTheMaker()
    {
        var admin = Guid.NewGuid();
        using var client = application.Service.ClientFor(KeysApplication.User(admin) with { IsAdmin = true });
        var made = await client.CreateOkAsync(new { type = "project", projectId = "audited" });

        var listed = (await client.ListAsync())["keys"]!.AsArray().Single(key => (string)key!["id"]! == made.Id())!;
        ((Guid)listed["createdBy"]!).ShouldBe(admin);
        using var gateway = application.Service.ClientForService("gateway");
        var lines = (await (await gateway.GetAsync(new Uri("/internal/system/audit?limit=100", UriKind.Relative))).ShouldBeAsync(HttpStatusCode.OK))!.AsArray();
        var line = lines.Single(line => (string)line!["target"]! == made.Id())!;
        ((string)line["action"]!, (Guid)line["actor_id"]!, line["detail"]!.ToJsonString(), line.ToJsonString().Contains(made.Text(), StringComparison.Ordinal))
            .ShouldBe(("key.create", admin, """{"type":"project","project_id":"audited"}""", false));
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Generation.Moderation;
using NanoBanana.Generation.Tests.Jobs;
using Npgsql;

namespace NanoBanana.Generation.Tests.Moderation;

/// <summary>A refusal stands while Postgres or Redis is away, and what is kept of it is no more than was said.</summary>
public sealed class ModerationOutageTests
{
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task PostgresAway_PromptIsStillRefusedByTheWordsKnownBefore()
    {
        await using var application = await GenerationApplication.CreateAsync(("Moderation:RulesSeconds", "1"));
        var direct = new NpgsqlConnectionStringBuilder(application.Database.ConnectionString) { Password = new NpgsqlConnectionStringBuilder(await TestServers.Postgres).Password };
        await using var gate = new TcpGate(new Uri($"http://{direct.Host}:{direct.Port}"));
        var gated = new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Host = gate.Address.Host, Port = gate.Address.Port, Timeout = 1, CommandTimeout = 2 };
        await using var instance = await application.StartInstanceAsync(("ConnectionStrings:generationdb", gated.ConnectionString));
        using var client = instance.ClientFor(GenerationApplication.KeyOf(_account));
        using var admin = instance.ClientFor(ModerationFixture.Operator);
        (await ModerationFixture.SendAsync(admin, "PUT", "/api/admin/moderation/rules", """{"keywords":["zorblax"]}""")).Status.ShouldBe(HttpStatusCode.OK);

        gate.Shut();
        const string body = """{"prompt":"a zorblax","settings":{"aspect_ratio":"1:1","resolution":"1K","safety_level":"none"}}""";
        var took = Stopwatch.StartNew();
        (await ModerationFixture.SendAsync(client, "POST", "/api/generate", body)).ShouldBe((HttpStatusCode.BadRequest, ModerationFixture.Blocked));
        took.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(8));
        foreach (var (method, path, sent) in ((string, string, string?)[])[("GET", "logs", null), ("GET", "stats", null), ("GET", "rules", null), ("PUT", "rules", """{"keywords":[]}""")])
        {
            (await ModerationFixture.SendAsync(admin, method, "/api/admin/moderation/" + path, sent)).ShouldBe((HttpStatusCode.ServiceUnavailable,
                """{"success":false,"error":{"code":"service_unavailable","message":"The service is temporarily unavailable. Try again shortly."},"detail":"The service is temporarily unavailable. Try again shortly."}"""));
        }

        gate.Open();
        await application.EventuallyAsync(async () => (await ModerationFixture.SendAsync(admin, "GET", "/api/admin/moderation/rules")).Status == HttpStatusCode.OK, "rules are read again");
        ((long)(await application.ScalarAsync("SELECT version FROM generation.moderation_rules"))!).ShouldBe(1);
    }

    [Fact]
    public async Task RedisAway_PromptsAreJudgedAndRulesHold()
    {
        await using var application = await GenerationApplication.CreateAsync(("ConnectionStrings:redis", "127.0.0.1:9,connectTimeout=200,abortConnect=false"));
        await using var instance = await application.StartInstanceAsync();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(_account));
        using var admin = instance.ClientFor(ModerationFixture.Operator);
        (await ModerationFixture.SendAsync(admin, "PUT", "/api/admin/moderation/rules", """{"keywords":["zorblax"]}""")).Status.ShouldBe(HttpStatusCode.OK);
        (await ModerationFixture.SendAsync(client, "POST", "/api/generate", """{"prompt":"a zorblax"}""")).ShouldBe((HttpStatusCode.BadRequest, ModerationFixture.Blocked));
        (await ModerationFixture.SendAsync(admin, "GET", "/api/admin/moderation/logs")).Body.ShouldContain("\"rule\":\"zorblax\"");
    }

    [Fact]
    public async Task FilterSwitchedOff_NothingIsBlocked()
    {
        await using var application = await GenerationApplication.CreateAsync(("CONTENT_FILTER_ENABLED", "false"), ("BANNED_KEYWORDS", "acme corp"));
        await using var instance = await application.StartInstanceAsync();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(_account));
        using var response = await ModerationFixture.GenerateAsync(client, "acme corp", "strict");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("AUDIT_LOGGING_ENABLED", "false", 0)]
    [InlineData("Moderation:KeepExcerpts", "false", 1)]
    public async Task LessThanEverythingKept_IsStillCounted(string setting, string value, long notes)
    {
        await using var application = await GenerationApplication.CreateAsync((setting, value));
        await using var instance = await application.StartInstanceAsync();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(_account));
        (await ModerationFixture.SendAsync(client, "POST", "/api/generate", """{"prompt":"a snuff film"}""")).ShouldBe((HttpStatusCode.BadRequest, ModerationFixture.Blocked));
        (await application.ScalarAsync("SELECT count(*) FROM generation.moderation_log")).ShouldBe(notes);
        (await application.ScalarAsync("SELECT count(*) FROM generation.moderation_log WHERE excerpt IS NOT NULL")).ShouldBe(0L);
        (await application.ScalarAsync("SELECT blocked FROM generation.moderation_counts WHERE check_name = 'keyword' AND category = 'violence'")).ShouldBe(1L);
    }

    [Fact]
    public async Task Notes_OlderThanTheirDays_AreSweptAndCountsStay()
    {
        await using var application = await GenerationApplication.CreateAsync(("Moderation:LogDays", "7"));
        await using var instance = await application.StartInstanceAsync();
        await application.ScalarAsync("""
            INSERT INTO generation.moderation_log (at, account_id, family, mode, level, check_name, category, rule)
            SELECT now() - days * interval '1 day' - interval '1 minute', @account, 'lab', 'basic', 'none', 'keyword', 'banned', days::text FROM unnest(ARRAY[6, 7, 8]) AS days
            """, ("account", _account));
        await application.ScalarAsync("""
            INSERT INTO generation.moderation_counts SELECT (now() AT TIME ZONE 'UTC')::date - days, 'ai', 'hate', 1 FROM unnest(ARRAY[400, 401]) AS days
            """);
        (await instance.Services.GetRequiredService<ModerationSweep>().SweepAsync(CancellationToken.None)).ShouldBe(2);
        (await application.ScalarAsync("SELECT string_agg(rule, ',') FROM generation.moderation_log")).ShouldBe("6");
        (await application.ScalarAsync("SELECT count(*) FROM generation.moderation_counts")).ShouldBe(1L);
    }

    [Fact]
    public async Task Level_ThatIsNone_StopsTheStart()
    {
        await using var application = await GenerationApplication.CreateAsync(("DEFAULT_SAFETY_LEVEL", "loose"));
        (await Should.ThrowAsync<Exception>(() => application.StartInstanceAsync())).Message.ShouldContain("DEFAULT_SAFETY_LEVEL");
    }
}

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Quota;
using NanoBanana.Generation.Tests.Events;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Quota;

/// <summary>What takes of a day, what gives back, and what is refused. The day is ten generations here unless a test says otherwise.</summary>
public sealed class QuotaTakingTests(QuotaFixture fixture) : IClassFixture<QuotaFixture>
{
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task Generate_WithinTheCooldown_IsRefusedAndHeldNothing()
    {
        using var client = fixture.Usual.Of(_account);
        (await client.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        await fixture.Application.CoolDownAsync(_account);
        (await client.GenerateAsync()).ShouldBeRefused("Please wait 3s before next generation", """{"cooldown_remaining":3}""");
        await fixture.Application.ScalarAsync("UPDATE generation.quotas SET last_taken_at = now() - interval '3 seconds' WHERE account_id = @a", ("a", _account));
        (await client.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        await BalanceBecomesAsync(960);
    }

    [Fact]
    public async Task EveryDoor_AtTheEndOfTheDay_IsRefusedAlike()
    {
        using var client = fixture.Quick.Of(_account);
        await UseAsync(client, 10);
        const string Message = "Daily limit reached (10/10)";
        const string Details = """{"used":10,"limit":10,"remaining":0}""";
        (await client.GenerateAsync()).ShouldBeRefused(Message, Details);
        (await client.PostAsync("/api/generate/batch", new { prompts = new[] { "one" } })).ShouldBeRefused(Message, Details);
        foreach (var path in new[] { "/api/video", "/api/video/generate" })
            (await client.PostAsync(path, new { prompt = "waves", settings = new { duration = 1 } })).ShouldBeRefused(Message, Details);
        using var socket = await SocketClient.OpenAsync(fixture.Quick, new Principal { Kind = PrincipalKind.User, AccountId = _account });
        await socket.NextAsync("connected");
        await socket.SendAsync("generate", new { prompt = "one" });
        var error = await socket.NextAsync("generate:error");
        ((string)error["error"]!, (string)error["code"]!).ShouldBe((Message, "quota_exceeded"));

        using var response = await client.PostAsync(new Uri("/api/generate", UriKind.Relative), new StringContent("""{"prompt":"x"}""", null, "application/json"));
        response.ErrorCode().ShouldBe("limits.quota_exceeded");
        response.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task OtherFamilies_AtTheEndOfTheDay_AreNotMetered()
    {
        using var client = fixture.Quick.Of(_account);
        await UseAsync(client, 10);
        using var response = await GenerationApplication.GenerateAsync(client, "of the first family");
        await response.ShouldBeAsync(HttpStatusCode.Created);
        (await client.UsedAsync()).ShouldBe(10);
        (await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.jobs WHERE account_id = @a AND quota IS NOT NULL", ("a", _account))).ShouldBe(10L);
    }

    [Theory]
    [InlineData(5, HttpStatusCode.OK, 5)]
    [InlineData(6, HttpStatusCode.TooManyRequests, 0)]
    [InlineData(10, HttpStatusCode.TooManyRequests, 0)]
    [InlineData(11, HttpStatusCode.UnprocessableEntity, 0)]
    public async Task Batch_OfSoMany_IsTakenWholeOrNotAtAll(int prompts, HttpStatusCode status, int used)
    {
        using var client = fixture.Usual.Of(_account);
        var answer = await client.PostAsync("/api/generate/batch", new { prompts = Enumerable.Repeat("x", prompts) });
        answer.Status.ShouldBe(status, answer.Body.ToJsonString());
        if (status == HttpStatusCode.TooManyRequests)
            answer.ShouldBeRefused($"Batch size exceeds limit ({prompts}/5)", """{"max_batch_size":5}""");
        (await client.UsedAsync()).ShouldBe(used);
    }

    [Fact]
    public async Task Batch_LargerThanWhatIsLeft_TakesNothing()
    {
        using var client = fixture.Quick.Of(_account);
        await UseAsync(client, 7);
        (await client.PostAsync("/api/generate/batch", new { prompts = Enumerable.Repeat("x", 4) })).ShouldBeRefused("Daily limit reached (7/10)", """{"used":7,"limit":10,"remaining":3}""");
        (await client.PostAsync("/api/generate/batch", new { prompts = Enumerable.Repeat("x", 3) })).Status.ShouldBe(HttpStatusCode.OK);
        (await client.UsedAsync()).ShouldBe(10);
    }

    [Fact]
    public async Task RepeatUnderAKey_TakesNothingAndIsAnsweredInTheCooldown()
    {
        using var client = fixture.Usual.Of(_account);
        var (_, first) = await client.GenerateAsync("once", "key-1");
        await fixture.Application.CoolDownAsync(_account);
        var (status, repeat) = await client.GenerateAsync("once", "key-1");
        (status, (string)repeat["image"]!["key"]!).ShouldBe((HttpStatusCode.OK, (string)first["image"]!["key"]!));
        var (batched, order) = await client.PostAsync("/api/generate/batch", new { prompts = new[] { "a", "b" } }, "key-2");
        batched.ShouldBe(HttpStatusCode.TooManyRequests);
        await fixture.Application.ScalarAsync("UPDATE generation.quotas SET last_taken_at = NULL WHERE account_id = @a", ("a", _account));
        (_, order) = await client.PostAsync("/api/generate/batch", new { prompts = new[] { "a", "b" } }, "key-2");
        (await client.PostAsync("/api/generate/batch", new { prompts = new[] { "a", "b" } }, "key-2")).Body.ToJsonString().ShouldBe(order.ToJsonString());
        (await client.UsedAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task CallsUnderOneKey_AtOnce_AreOneGenerationThatTheCooldownRefusesToNone()
    {
        using var client = fixture.Usual.Of(_account);
        for (var round = 0; round < 5; round++)
        {
            await fixture.Application.ScalarAsync("UPDATE generation.quotas SET last_taken_at = NULL WHERE account_id = @a", ("a", _account));
            var key = $"key-{round}";
            var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => round % 2 == 0
                ? client.GenerateAsync("once", key)
                : client.PostAsync("/api/generate/batch", new { prompts = new[] { "once" } }, key)));
            answers.ShouldAllBe(static answer => answer.Status == HttpStatusCode.OK, $"round {round}");
            (await client.UsedAsync()).ShouldBe(round + 1);
        }
    }

    [Fact]
    public async Task Generation_ThatFails_GivesBack()
    {
        using var client = fixture.Quick.Of(_account);
        using (var pinned = new HttpRequestMessage(HttpMethod.Post, "/api/generate") { Content = new StringContent("""{"prompt":"refused"}""", null, "application/json") })
        {
            pinned.Headers.Add("X-Provider", "google");
            fixture.Application.Gemini.Switchboard.Next("bad_request");
            using var response = await client.SendAsync(pinned);
            await response.ShouldBeAsync(HttpStatusCode.BadRequest);
        }

        (await client.UsedAsync()).ShouldBe(0);
        (await client.QuotaAsync())["limit"]!.GetValue<int>().ShouldBe(10);
    }

    [Fact]
    public async Task OwnKey_Generating_TakesNothing()
    {
        using var client = fixture.Usual.Of(_account);
        client.DefaultRequestHeaders.Add(CallerKey.Header, Testing.Emulators.GeminiEmulator.DefaultKey);
        (await client.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await client.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.quotas WHERE account_id = @a", ("a", _account))).ShouldBe(0L);
    }

    [Fact]
    public async Task OperatorsKey_Generating_IsMeteredByNothing()
    {
        using var client = fixture.Usual.ClientFor(new Principal
        {
            Kind = PrincipalKind.ProjectKey,
            AccountId = NanoBanana.Contracts.Billing.OperatorAccount.Id,
            KeyId = Guid.NewGuid(),
            ProjectId = "shop",
            Scopes = ["*"],
        });
        (await client.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await client.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await client.UsedAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task LittleLeft_IsToldOnceToTheSocketsOfItsAccountAtEveryProcess()
    {
        using var client = fixture.Quick.Of(_account);
        using var socket = await SocketClient.ConnectedAsync(fixture.Usual, _account);
        await UseAsync(client, 9);
        var warning = await socket.NextAsync("quota:warning");
        ((int)warning["remaining"]!, (int)warning["limit"]!).ShouldBe((2, 10));
        ((string)warning["resets_at"]!).ShouldBe((string)(await client.QuotaAsync())["resets_at"]!);

        await fixture.Quick.Services.GetRequiredService<QuotaStore>().ResetAsync(_account, CancellationToken.None);
        var reset = await socket.NextAsync("quota:reset");
        ((int)reset["remaining"]!, (int)reset["limit"]!).ShouldBe((10, 10));
    }

    [Fact]
    public async Task NewDay_BeginsWithNothingUsed()
    {
        using var client = fixture.Quick.Of(_account);
        await UseAsync(client, 10);
        await fixture.Application.ScalarAsync("UPDATE generation.quotas SET day = day - 1 WHERE account_id = @a", ("a", _account));
        (await client.UsedAsync()).ShouldBe(0);
        (await client.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await client.UsedAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Multiplier_SetByAnOperator_ScalesTheDay()
    {
        var store = fixture.Quick.Services.GetRequiredService<QuotaStore>();
        await store.SetMultiplierAsync(_account, 0.25m, CancellationToken.None);
        using var client = fixture.Quick.Of(_account);
        ((int)(await client.QuotaAsync())["limit"]!).ShouldBe(2);
        await UseAsync(client, 2);
        (await client.GenerateAsync()).ShouldBeRefused("Daily limit reached (2/2)", """{"used":2,"limit":2,"remaining":0}""");
        await store.SetMultiplierAsync(_account, 100m, CancellationToken.None);
        ((int)(await client.QuotaAsync())["remaining"]!).ShouldBe(998);
        (await client.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var wrong in new[] { 0.09m, 100.01m })
            await Should.ThrowAsync<ArgumentOutOfRangeException>(() => store.SetMultiplierAsync(_account, wrong, CancellationToken.None));
    }

    [Fact]
    public async Task Reset_BeforeJobsEndWithoutAnImage_IsNotGivenBackTwice()
    {
        using var client = fixture.Quick.Of(_account);
        await UseAsync(client, 3);
        await fixture.Quick.Services.GetRequiredService<QuotaStore>().ResetAsync(_account, CancellationToken.None);
        (await client.UsedAsync()).ShouldBe(0);
        await UseAsync(client, 2);

        // Jobs of before the reset that end without an image only now.
        await EndWithoutAnImageAsync("created_at < (SELECT reset_at FROM generation.quotas WHERE account_id = @a)");
        (await client.UsedAsync()).ShouldBe(2);
        await EndWithoutAnImageAsync("created_at > (SELECT reset_at FROM generation.quotas WHERE account_id = @a)");
        (await client.UsedAsync()).ShouldBe(0);
    }

    private Task EndWithoutAnImageAsync(string which) => fixture.Application.ScalarAsync($"""
        DELETE FROM generation.images WHERE job_id IN (SELECT id FROM generation.jobs WHERE account_id = @a AND {which});
        UPDATE generation.jobs SET state = 'running', finished_at = NULL, charged_credits = NULL, lease_owner = gen_random_uuid(), lease_until = now() + interval '1 hour' WHERE account_id = @a AND {which};
        UPDATE generation.jobs SET state = 'failed', finished_at = now(), lease_owner = NULL, lease_until = NULL WHERE account_id = @a AND state = 'running';
        """, ("a", _account));

    private static async Task UseAsync(HttpClient client, int times)
    {
        for (var i = 0; i < times; i++)
            (await client.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
    }

    private Task BalanceBecomesAsync(long available) => fixture.Application.EventuallyAsync(async () =>
    {
        var account = await fixture.Application.AccountAsync(_account);
        return (long)account["available"]! == available && (long)account["held"]! == 0;
    }, $"{available} credits are available and none are held");
}

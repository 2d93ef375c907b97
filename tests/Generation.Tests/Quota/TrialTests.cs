using System.Net;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Quota;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Quota;

/// <summary>The pool that all callers without a credential spend from together.</summary>
public sealed class TrialTests : IAsyncLifetime
{
    private GenerationApplication _application = null!;
    private TestService _instance = null!;

    public async ValueTask InitializeAsync()
    {
        _application = await GenerationApplication.CreateAsync(
            ("TRIAL_ENABLED", "true"), ("TRIAL_COOLDOWN_SECONDS", "0"), ("TRIAL_GLOBAL_QUOTA", "10"), ("TRIAL_BASIC_1K_LIMIT", "2"), ("Quota:DailyLimit", "50"));
        _instance = await _application.StartInstanceAsync();
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public async Task Quota_OfACallerInTheTrial_ShowsThePoolAndEveryMode()
    {
        using var client = _instance.From(QuotaCalls.NewAddress());
        (await client.PostAsync("/api/generate", new { prompt = "large", settings = new { resolution = "4K" } })).Status.ShouldBe(HttpStatusCode.OK);
        using var other = _instance.From(QuotaCalls.NewAddress());
        var quota = await other.QuotaAsync();
        ((bool)quota["is_trial_mode"]!, (int)quota["used"]!, (int)quota["limit"]!).ShouldBe((true, 0, 50));
        ((int)quota["global_used"]!, (int)quota["global_limit"]!, (int)quota["global_remaining"]!).ShouldBe((3, 10, 7));
        quota["modes"]!.AsObject().Select(static mode => mode.Key).ShouldBe(["basic_1k", "basic_4k", "chat", "batch_1k", "batch_4k", "search", "blend"]);
        quota["modes"]!["basic_4k"]!.ToJsonString().ShouldBe("""{"name":"Basic (4K)","used":1,"limit":10,"remaining":9,"cost":3}""");

        using var signedIn = _instance.Of(Guid.NewGuid());
        var own = await signedIn.QuotaAsync();
        ((bool)own["is_trial_mode"]!, (int)own["global_limit"]!, own["modes"]!.AsObject().Count).ShouldBe((false, 0, 0));
        (await signedIn.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        ((int)(await other.QuotaAsync())["global_used"]!).ShouldBe(3);
    }

    [Fact]
    public async Task ModeOfAll_UsedUp_IsRefusedForEverybody()
    {
        using var first = _instance.From(QuotaCalls.NewAddress());
        using var second = _instance.From(QuotaCalls.NewAddress());
        using var third = _instance.From(QuotaCalls.NewAddress());
        (await first.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await second.GenerateAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await third.GenerateAsync()).ShouldBeRefused("Basic (1K/2K) daily limit exceeded (2/2 used)", """{"used":2,"limit":2,"remaining":0}""");
        (await third.CheckAsync(new { resolution = "2K" })).ShouldBe("""{"can_generate":false,"reason":"Basic (1K/2K) daily limit exceeded (2/2 used)","cost":1,"remaining_after":8}""");
        (await third.CheckAsync(new { mode = "search" })).ShouldBe("""{"can_generate":true,"reason":"OK","cost":2,"remaining_after":6}""");
    }

    [Fact]
    public async Task Batch_OfAll_TakesItsPointsAtOnceOrNone()
    {
        using var client = _instance.From(QuotaCalls.NewAddress());
        object Large(int count) => new { prompts = Enumerable.Repeat("x", count), settings = new { resolution = "4K" } };
        (await client.PostAsync("/api/generate/batch", Large(4))).ShouldBeRefused("Daily global quota exceeded (0/10 used)", """{"used":0,"limit":10,"remaining":10}""");
        var (status, order) = await client.PostAsync("/api/generate/batch", Large(3));
        status.ShouldBe(HttpStatusCode.OK, order.ToJsonString());
        var quota = await client.QuotaAsync();
        ((int)quota["global_used"]!, (int)quota["modes"]!["batch_4k"]!["used"]!, (int)quota["used"]!).ShouldBe((9, 3, 3));
    }

    [Fact]
    public async Task EndWithoutAnImage_GivesThePointsBack()
    {
        using var client = _instance.From(QuotaCalls.NewAddress());
        _application.Gemini.Switchboard.Next("bad_request");
        (await client.PostAsync("/api/generate", new { prompt = "large", settings = new { resolution = "4K" } })).Status.ShouldBe(HttpStatusCode.BadRequest);
        var quota = await client.QuotaAsync();
        ((int)quota["global_used"]!, (int)quota["modes"]!["basic_4k"]!["used"]!, (int)quota["used"]!).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task ManyAddresses_AtOnce_NeverTakeMoreThanThePool()
    {
        await using var other = await _application.StartInstanceAsync(("TRIAL_BASIC_1K_LIMIT", "100"));
        await using var second = await _application.StartInstanceAsync(("TRIAL_BASIC_1K_LIMIT", "100"));
        _application.Gemini.Switchboard.Latency = TimeSpan.FromMilliseconds(300);
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            using var client = (i % 2 == 0 ? other : second).From(QuotaCalls.NewAddress());
            return (await client.GenerateAsync()).Status;
        }));
        answers.Count(static status => status == HttpStatusCode.OK).ShouldBe(10);
        answers.Count(static status => status == HttpStatusCode.TooManyRequests).ShouldBe(30);
    }

    [Fact]
    public void AutoMode_DerivesTheLimitsFromThePool()
    {
        var options = new QuotaOptions { Trial = new TrialOptions { Mode = "auto", Pool = 50 } };
        new TrialModes(Options.Create(options)).All.Select(static mode => mode.Limit).ShouldBe([30, 3, 20, 15, 1, 7, 5]);
    }

    [Fact]
    public void WrongSettings_AreAllReported()
    {
        var options = new QuotaOptions { Trial = new TrialOptions { Mode = "automatic", Pool = 0, CooldownSeconds = -1, Chat = new TrialModeOptions { Limit = -1, Cost = 0 } } };
        var faults = new TrialOptionsValidator().Validate(null, options).Failures!.ToList();
        faults.Count.ShouldBe(5);
        faults.ShouldContain("Quota:Trial:Mode (TRIAL_QUOTA_MODE) must be manual or auto.");
    }
}

using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>An order's way to its end, every documented way of failing, and fetching what was made.</summary>
public sealed class RunwayFailureTests : IAsyncLifetime
{
    private RunwayEmulator _runway = null!;
    private ProviderSetup _setup = null!;
    private IPolledProvider _provider = null!;

    public async ValueTask InitializeAsync()
    {
        _runway = await RunwayEmulator.StartAsync();
        _setup = new ProviderSetup(("PROVIDER_RUNWAY_BASE_URL", _runway.Address.ToString()), ("PROVIDER_RUNWAY_API_KEY", RunwayEmulator.DefaultKey));
        _provider = _setup.Polled("runway");
    }

    [Theory]
    [InlineData("bad_request", "BadInput", "RATIO")]
    [InlineData("bad_request:promptText", "BadInput", "PROMPT_TEXT")]
    [InlineData("bad_request:referenceImages/0/uri", "BadInput", "REFERENCE_IMAGES")]
    [InlineData("bad_request:promptImage", "BadInput", "PROMPT_IMAGE")]
    [InlineData("bad_request:duration", "BadInput", "DURATION")]
    [InlineData("bad_request:0/seed", "BadInput", "OTHER")]
    [InlineData("bad_request:model", "Gone", "MODEL")]
    [InlineData("refused", "BadInput", "HTTP 400")]
    [InlineData("no_credits", "OutOfFunds", "CREDITS")]
    [InlineData("bad_key", "Unauthorised", "HTTP 401")]
    [InlineData("daily_limit", "Throttled", "DAILY_LIMIT")]
    [InlineData("status:500", "Failed", "HTTP 500")]
    [InlineData("status:502", "Overloaded", "HTTP 502")]
    [InlineData("status:503", "Overloaded", "HTTP 503")]
    [InlineData("status:504", "TimedOut", "HTTP 504")]
    [InlineData("redirect:/v1/organization", "Failed", "HTTP 302")]
    [InlineData("no_id", "Unknown", "UNREADABLE")]
    [InlineData("bad_id", "Unknown", "UNREADABLE")]
    public async Task Order_Refused_IsClassified(string behaviour, string expected, string detail)
    {
        _runway.Switchboard.Next(behaviour);

        var failed = (await _provider.SendAsync(_setup.Request("runway", "gen4_image"), CancellationToken.None)).ShouldBeFailed();

        (failed.Class.ToString(), failed.Detail).ShouldBe((expected, detail));
    }

    [Fact]
    public async Task DailyLimitWithAHint_Refused_CarriesIt()
    {
        _runway.Switchboard.Next("daily_limit:3600");

        (await _provider.SendAsync(_setup.Request("runway", "gen4_image"), CancellationToken.None)).ShouldBeFailed().RetryAfter.ShouldBe(TimeSpan.FromHours(1));
    }

    [Theory]
    [InlineData("failed:SAFETY.INPUT.TEXT", "RefusedInput", "SAFETY.INPUT", 80_000L)]
    [InlineData("failed:SAFETY.INPUT", "RefusedInput", "SAFETY.INPUT", 80_000L)]
    [InlineData("failed:SAFETY.INPUTS", "Failed", "OTHER", 80_000L)]
    [InlineData("failed:INPUT_PREPROCESSING.SAFETY.TEXT", "RefusedInput", "INPUT_PREPROCESSING.SAFETY", 0L)]
    [InlineData("failed:SAFETY.OUTPUT.IMAGE", "RefusedOutput", "SAFETY.OUTPUT", 0L)]
    [InlineData("failed:INPUT_PREPROCESSING.INTERNAL", "Overloaded", "INPUT_PREPROCESSING.INTERNAL", 0L)]
    [InlineData("failed:THIRD_PARTY.UNAVAILABLE", "Overloaded", "THIRD_PARTY.UNAVAILABLE", 0L)]
    [InlineData("failed:INTERNAL", "Overloaded", "INTERNAL", 0L)]
    [InlineData("failed:INTERNAL.BAD_OUTPUT.CODE01", "NoImage", "INTERNAL.BAD_OUTPUT", 0L)]
    [InlineData("failed:ASSET.INVALID", "BadInput", "ASSET.INVALID", 0L)]
    [InlineData("failed:a sentence with the prompt in it", "Failed", "OTHER", 0L)]
    [InlineData("failed", "Failed", "TASK_FAILED", 0L)]
    [InlineData("cancelled", "Failed", "CANCELLED", 0L)]
    [InlineData("empty", "NoImage", "EMPTY", 80_000L)]
    [InlineData("bad_address", "BadImage", "ADDRESS", 80_000L)]
    [InlineData("unknown", "Unknown", "TASK_UNKNOWN", null)]
    public async Task Task_Failed_IsClassifiedAndSaysWhatItTook(string behaviour, string expected, string detail, long? micros)
    {
        var order = await _provider.OrderAsync(_setup.Request("runway", "gen4_image", 1920, 1080));
        _runway.Polls.Next(behaviour);

        var failed = (await _provider.PollAsync(order, CancellationToken.None)).ShouldBeFailed();

        (failed.Class.ToString(), failed.Detail, failed.CostMicros).ShouldBe((expected, detail, micros));
    }

    [Theory]
    [InlineData("pending", null)]
    [InlineData("throttled", null)]
    [InlineData("running:42", 0.42)]
    [InlineData("running:900", null)]
    [InlineData("strange", null)]
    [InlineData("bad_key", null)]
    [InlineData("status:400", null)]
    public async Task TaskUnderway_Polled_IsRunningAndAskedNoMoreOftenThanAllowed(string behaviour, double? progress)
    {
        var order = await _provider.OrderAsync(_setup.Request("runway", "gen4_image"));
        _runway.Polls.Next(behaviour);

        (await _provider.PollAsync(order, CancellationToken.None)).ShouldBe(new ProviderResult.Running(TimeSpan.FromSeconds(5), progress));
    }

    [Theory]
    [InlineData("gen4_image", 1280, 720, "1K", 50_000)]
    [InlineData("gen4_image", 1920, 1080, "2K", 80_000)]
    [InlineData("gen4.5", 1280, 720, "720p", 600_000)]
    public async Task Task_Done_SaysWhatItTook(string model, int width, int height, string resolution, long micros)
    {
        var order = await _provider.OrderAsync(_setup.Request("runway", model, width, height, resolution) with { DurationSeconds = 5 });

        var located = await _provider.EndAsync(order);

        located.CostMicros.ShouldBe(micros);
        var delivered = (await _setup.FetchAsync(located)).ShouldBeDelivered();
        using var bytes = delivered.Bytes;
        (delivered.MediaType, delivered.CostMicros).ShouldBe((model == "gen4.5" ? "video/mp4" : "image/png", micros));
        _runway.Switchboard.Requests[^1].Headers.Keys.ShouldNotContain("Authorization");
    }

    [Theory]
    [InlineData("expired", "RESULT 403")]
    [InlineData("gone", "RESULT 404")]
    [InlineData("html", "RESULT_TYPE")]
    [InlineData("garbage", "RESULT_TYPE")]
    [InlineData("cut", "RESULT_LOST")]
    [InlineData("reset", "RESULT_LOST")]
    public async Task ResultThatIsNone_Fetched_IsAnImageThatIsNone(string behaviour, string detail)
    {
        var located = await _provider.EndAsync(await _provider.OrderAsync(_setup.Request("runway", "gen4_image")));
        _runway.Files.Next(behaviour);

        var failed = (await _setup.FetchAsync(located)).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.BadImage, detail));
    }

    [Fact]
    public void Models_Offered_BeginWithTheDefaultsOfEachKind()
    {
        _provider.Models[0].Id.ShouldBe("gen4_image");
        _provider.Models.First(static model => model.Kind == MediaKind.Video).Id.ShouldBe("gen4.5");
        _provider.Models.Select(static model => model.Id).ShouldNotContain("gen-4");
        _provider.Models.Select(static model => model.Id).ShouldBeUnique();
        _provider.Priority.ShouldBe(5);
    }

    [Fact]
    public async Task NewModelOfVideos_Configured_ComesFirstOfThem()
    {
        await using var setup = new ProviderSetup(("PROVIDER_RUNWAY_API_KEY", "key"), ("Providers:Runway:VideoModel", "gen6"));

        setup.ValidateAtStart();

        var model = setup.Provider("runway").Models.First(static model => model.Kind == MediaKind.Video);
        (model.Id, model.Durations.Count).ShouldBe(("gen6", 2));
    }

    [Theory]
    [InlineData("Providers:Runway:VideoModel", "gen-4-turbo", "use gen4_turbo")]
    [InlineData("Providers:Runway:VideoModel", "gen/../4", "must be a model id")]
    [InlineData("PROVIDER_RUNWAY_MODEL", "gen-3a", "use gen4.5")]
    public async Task ModelThatIsNone_Start_NamesTheKey(string key, string id, string advice)
    {
        await using var setup = new ProviderSetup((key, id));

        var fault = Should.Throw<OptionsValidationException>(setup.ValidateAtStart).Failures.ShouldHaveSingleItem();

        fault.ShouldContain(key);
        fault.ShouldContain(advice);
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _runway.DisposeAsync();
    }
}

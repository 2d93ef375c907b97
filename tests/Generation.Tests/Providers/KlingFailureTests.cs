using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>An order's way to its end, every documented way of failing, and fetching what was made.</summary>
public sealed class KlingFailureTests : IAsyncLifetime
{
    private KlingEmulator _kling = null!;
    private ProviderSetup _setup = null!;
    private IPolledProvider _provider = null!;

    public async ValueTask InitializeAsync()
    {
        _kling = await KlingEmulator.StartAsync();
        _setup = new ProviderSetup(("PROVIDER_KLING_BASE_URL", _kling.Address.ToString()), ("PROVIDER_KLING_API_KEY", KlingEmulator.DefaultKey));
        _provider = _setup.Polled("kling");
    }

    [Theory]
    [InlineData(1000, "Unauthorised", "AUTH_FAILED")]
    [InlineData(1001, "Unauthorised", "AUTH_EMPTY")]
    [InlineData(1002, "Unauthorised", "AUTH_INVALID")]
    [InlineData(1003, "Unauthorised", "AUTH_NOT_YET_VALID")]
    [InlineData(1004, "Unauthorised", "AUTH_EXPIRED")]
    [InlineData(1100, "OutOfFunds", "ACCOUNT_ABNORMAL")]
    [InlineData(1101, "OutOfFunds", "ACCOUNT_IN_ARREARS")]
    [InlineData(1102, "OutOfFunds", "PACK_EXHAUSTED")]
    [InlineData(1103, "Unauthorised", "NO_PERMISSION")]
    [InlineData(1200, "BadInput", "PARAMETERS")]
    [InlineData(1201, "BadInput", "PARAMETER_VALUE")]
    [InlineData(1202, "Gone", "METHOD")]
    [InlineData(1203, "Gone", "NOT_FOUND")]
    [InlineData(1300, "RefusedInput", "PLATFORM_POLICY")]
    [InlineData(1301, "RefusedInput", "CONTENT_SECURITY")]
    [InlineData(1302, "Throttled", "RATE_LIMIT")]
    [InlineData(1303, "Throttled", "CONCURRENCY_LIMIT")]
    [InlineData(1304, "Unauthorised", "IP_NOT_ALLOWED")]
    [InlineData(5000, "Overloaded", "INTERNAL")]
    [InlineData(5001, "Overloaded", "MAINTENANCE")]
    [InlineData(5002, "TimedOut", "TIMEOUT")]
    public async Task Code_OfAnyStatus_Decides(int code, string expected, string detail)
    {
        foreach (var behaviour in new[] { $"code:{code}", $"code200:{code}" })
        {
            _kling.Switchboard.Next(behaviour);

            var failed = (await _provider.SendAsync(_setup.Request("kling", "kling-v3"), CancellationToken.None)).ShouldBeFailed();

            (failed.Class.ToString(), failed.Detail).ShouldBe((expected, detail), behaviour);
            failed.RetryAfter.ShouldBe(code == 1303 ? TimeSpan.FromSeconds(1) : null, behaviour);
        }
    }

    [Theory]
    [InlineData("code:1999", "BadInput", "OTHER")]
    [InlineData("code200:1999", "Failed", "OTHER")]
    [InlineData("http:403", "Unauthorised", "HTTP 403")]
    [InlineData("http:502", "Overloaded", "HTTP 502")]
    [InlineData("no_data", "Unknown", "UNREADABLE")]
    [InlineData("bad_id", "Unknown", "UNREADABLE")]
    public async Task AnswerOutsideTheList_Sent_IsClassified(string behaviour, string expected, string detail)
    {
        _kling.Switchboard.Next(behaviour);

        var failed = (await _provider.SendAsync(_setup.Request("kling", "kling-v3"), CancellationToken.None)).ShouldBeFailed();

        (failed.Class.ToString(), failed.Detail).ShouldBe((expected, detail));
    }

    [Theory]
    [InlineData("failed", "Failed", "TASK_FAILED")]
    [InlineData("failed_code:1301", "RefusedInput", "CONTENT_SECURITY")]
    [InlineData("failed_code:7777", "Failed", "TASK_FAILED")]
    [InlineData("empty", "NoImage", "EMPTY")]
    [InlineData("bad_address", "BadImage", "ADDRESS")]
    [InlineData("unknown", "Unknown", "TASK_UNKNOWN")]
    [InlineData("http:404", "Unknown", "TASK_UNKNOWN")]
    [InlineData("code200:1203", "Unknown", "TASK_UNKNOWN")]
    public async Task Task_Failed_IsClassifiedInBothDesigns(string behaviour, string expected, string detail)
    {
        foreach (var (model, resolution) in new[] { ("kling-v3", "1K"), ("kling-v2-6", "720p"), ("kling-3.0", "720p") })
        {
            var order = await _provider.OrderAsync(Ask(model, resolution));
            _kling.Polls.Next(behaviour);

            var failed = (await _provider.PollAsync(order, CancellationToken.None)).ShouldBeFailed();

            (failed.Class.ToString(), failed.Detail).ShouldBe((expected, detail), model);
        }
    }

    [Theory]
    [InlineData("submitted")]
    [InlineData("processing")]
    [InlineData("strange")]
    [InlineData("code200:1302")]
    [InlineData("code200:5000")]
    [InlineData("code:1004")]
    [InlineData("code:1201")]
    public async Task TaskUnderway_Polled_IsRunning(string behaviour)
    {
        foreach (var (model, resolution) in new[] { ("kling-v3", "1K"), ("kling-3.0", "720p") })
        {
            var order = await _provider.OrderAsync(Ask(model, resolution));
            _kling.Polls.Next(behaviour);

            (await _provider.PollAsync(order, CancellationToken.None)).ShouldBe(new ProviderResult.Running(TimeSpan.FromSeconds(5)), model);
        }
    }

    [Theory]
    [InlineData("kling-v3", "2K", "image/png", 28_000)]
    [InlineData("kling-v2-6", "1080p", "video/mp4", 350_000)]
    [InlineData("kling-3.0", "720p", "video/mp4", 420_000)]
    public async Task Task_Done_IsFetchedWithoutTheKeyAndSaysWhatItTook(string model, string resolution, string mediaType, long micros)
    {
        var located = await _provider.EndAsync(await _provider.OrderAsync(Ask(model, resolution)));

        var delivered = (await _setup.FetchAsync(located)).ShouldBeDelivered();

        using var bytes = delivered.Bytes;
        (delivered.MediaType, delivered.CostMicros).ShouldBe((mediaType, micros));
        _kling.Switchboard.Requests[^1].Headers.Keys.ShouldNotContain("Authorization");
    }

    [Theory]
    [InlineData("gone", "RESULT 404")]
    [InlineData("html", "RESULT_TYPE")]
    [InlineData("cut", "RESULT_LOST")]
    public async Task ResultThatIsNone_Fetched_IsAnImageThatIsNone(string behaviour, string detail)
    {
        var located = await _provider.EndAsync(await _provider.OrderAsync(Ask("kling-3.0", "720p")));
        _kling.Files.Next(behaviour);

        var failed = (await _setup.FetchAsync(located)).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.BadImage, detail));
    }

    [Fact]
    public void Models_Offered_BeginWithTheDefaultsOfEachKind()
    {
        _provider.Models[0].Id.ShouldBe("kling-v3");
        _provider.Models.First(static model => model.Kind == MediaKind.Video).Id.ShouldBe("kling-3.0");
        _provider.Models.Select(static model => model.Id).ShouldNotContain("kling-1.6");
        _provider.Priority.ShouldBe(6);
    }

    [Fact]
    public async Task RetiredModelOfVideos_Start_NamesTheKey()
    {
        await using var setup = new ProviderSetup(("Providers:Kling:VideoModel", "kling-2.0-pro"));

        Should.Throw<OptionsValidationException>(setup.ValidateAtStart).Failures.ShouldHaveSingleItem()
            .ShouldBe("Providers:Kling:VideoModel names a model that the provider has retired: use kling-3.0.");
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _kling.DisposeAsync();
    }

    private ProviderRequest Ask(string model, string resolution) => _setup.Request("kling", model, 1024, 1024, resolution) with { DurationSeconds = 5 };
}

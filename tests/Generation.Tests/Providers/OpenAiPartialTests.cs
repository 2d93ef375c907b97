using System.Diagnostics;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>What is asked of OpenAI when a caller would see partial images, and what becomes of an answer that comes as events.</summary>
public sealed class OpenAiPartialTests : IAsyncLifetime
{
    private readonly List<(int Index, ImageInfo? Info)> _shown = [];
    private OpenAiEmulator _openAi = null!;
    private ProviderSetup _setup = null!;

    public async ValueTask InitializeAsync()
    {
        _openAi = await OpenAiEmulator.StartAsync();
        _setup = ProviderSetup.For(_openAi);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Generation_WithAWish_ShowsPartialImagesInOrderAndDelivers(int count)
    {
        (await SendAsync(_setup, count)).ShouldBeDelivered().Bytes.Dispose();

        var sent = JsonNode.Parse(_openAi.Switchboard.Requests.Single().Body)!;
        ((bool)sent["stream"]!, (int)sent["partial_images"]!, (int)sent["n"]!).ShouldBe((true, count, 1));
        _shown.ShouldBe(Enumerable.Range(0, count).Select(static index => (index, (ImageInfo?)new ImageInfo("image/png", 1024, 1024))));
    }

    [Fact]
    public async Task Edit_WithAWish_ShowsPartialImagesAndDelivers()
    {
        var image = new ReferenceImage(EmulatedImage.Make(64, 64, "image/png"), "image/png");

        (await SendAsync(_setup, 2, request => request with { References = [image] })).ShouldBeDelivered().Bytes.Dispose();

        var form = _openAi.Forms.Single();
        (form.Single(static part => part.Name == "stream").Text, form.Single(static part => part.Name == "partial_images").Text).ShouldBe(("true", "2"));
        _shown.Select(static one => one.Index).ShouldBe([0, 1]);
    }

    [Theory]
    [InlineData("Providers:OpenAi:MaxPartialImages", "1", 1)]
    [InlineData("Providers:OpenAi:MaxPartialImages", "0", null)]
    [InlineData("Models:openai:gpt-image-2:GivesPartials", "false", null)]
    public async Task Settings_BoundWhatIsAskedFor(string key, string value, int? asked)
    {
        await using var setup = ProviderSetup.For(_openAi, (key, value));

        (await SendAsync(setup, 3)).ShouldBeDelivered().Bytes.Dispose();

        var sent = JsonNode.Parse(_openAi.Switchboard.Requests.Single().Body)!;
        ((int?)sent["partial_images"], (bool?)sent["stream"]).ShouldBe((asked, asked is null ? null : true));
        _shown.Count.ShouldBe(asked ?? 0);
    }

    [Fact]
    public async Task NoWish_Sent_IsAskedForInOneBody()
    {
        (await _setup.Provider("openai").SendAsync(_setup.Request("openai", "gpt-image-2"), CancellationToken.None)).ShouldBeDelivered().Bytes.Dispose();

        JsonNode.Parse(_openAi.Switchboard.Requests.Single().Body)!.AsObject().Select(static field => field.Key)
            .ShouldBe(["model", "prompt", "n", "size", "quality", "output_format"]);
        _openAi.Switchboard.Requests.Single().Headers["Accept"].ShouldBe("application/json");
    }

    [Fact]
    public async Task OpenRouter_WithAWish_IsAskedForInOneBody()
    {
        await using var openRouter = await OpenRouterEmulator.StartAsync();
        await using var setup = ProviderSetup.For(openRouter);
        var request = setup.Request("openrouter", "openai/gpt-image-2") with { Partials = new PartialWish(3, static (_, _) => Assert.Fail("There are none.")) };

        (await setup.Provider("openai").SendAsync(request, CancellationToken.None)).ShouldBeDelivered().Bytes.Dispose();

        JsonNode.Parse(openRouter.Switchboard.Requests.Single().Body)!["stream"].ShouldBeNull();
    }

    [Theory]
    [InlineData("none", 0)]
    [InlineData("six", 3)]
    [InlineData("odd", 3)]
    [InlineData("unstreamed", 0)]
    [InlineData("broken_partial", 0)]
    [InlineData("minimal", 3)]
    [InlineData("escaped", 3)]
    [InlineData("paced:50", 3)]
    public async Task OddStream_Sent_IsDelivered(string behaviour, int shown)
    {
        _openAi.Switchboard.Next(behaviour);

        (await SendAsync(_setup, 3)).ShouldBeDelivered().Bytes.Dispose();

        _shown.Select(static one => one.Index).ShouldBe(Enumerable.Range(0, shown));
    }

    [Theory]
    [InlineData("cut", "Unknown", "CONNECTION_LOST")]
    [InlineData("ended_early", "Unknown", "ENDED_EARLY")]
    [InlineData("broken_end", "Unknown", "UNREADABLE")]
    [InlineData("huge_event", "Unknown", "TOO_LARGE")]
    [InlineData("no_data", "NoImage", "EMPTY")]
    [InlineData("null_image", "NoImage", "EMPTY")]
    [InlineData("url:file:///etc/passwd", "NoImage", "EMPTY")]
    [InlineData("bad_base64", "BadImage", "BASE64")]
    [InlineData("late:moderation:output", "RefusedOutput", "MODERATION_BLOCKED")]
    [InlineData("late:moderation_plain", "RefusedInput", "MODERATION_BLOCKED")]
    [InlineData("late:throttled", "Throttled", "RATE_LIMIT_EXCEEDED")]
    [InlineData("late:quota", "OutOfFunds", "INSUFFICIENT_QUOTA")]
    [InlineData("late:bad_size", "BadInput", "INVALID_VALUE")]
    [InlineData("late:model_gone", "Gone", "INVALID_MODEL")]
    [InlineData("late:server_error", "Failed", "SERVER_ERROR")]
    [InlineData("late:overloaded", "Failed", "SERVER_ERROR")]
    [InlineData("late:status:503", "Failed", "OTHER")]
    [InlineData("late:echo_key", "Failed", "OTHER")]
    [InlineData("late_bare:moderation:output", "RefusedOutput", "MODERATION_BLOCKED")]
    [InlineData("late_unnamed:server_error", "Failed", "SERVER_ERROR")]
    [InlineData("moderation:input", "RefusedInput", "MODERATION_BLOCKED")]
    [InlineData("overloaded", "Overloaded", "SERVER_ERROR")]
    [InlineData("bad_gateway", "Overloaded", "HTTP 502")]
    public async Task Failure_OfAStream_HasItsClassAndItsCode(string behaviour, string expected, string detail)
    {
        _openAi.Switchboard.Next(behaviour);

        var failed = (await SendAsync(_setup, 2)).ShouldBeFailed();

        (failed.Class.ToString(), failed.Detail, failed.RetryAfter).ShouldBe((expected, detail, null));
        _openAi.Switchboard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task EventsThatKeepComing_AfterTheTimeout_AreOfUnknownOutcome()
    {
        await using var setup = ProviderSetup.For(_openAi, ("Providers:OpenAi:TimeoutSeconds", "1"));
        _openAi.Switchboard.Next("paced:600");
        var started = Stopwatch.StartNew();

        var failed = (await SendAsync(setup, 3)).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.Unknown, "TIMEOUT"));
        _shown.Select(static one => one.Index).ShouldBe([0]);
        started.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Deadline_BetweenTwoEvents_IsOfUnknownOutcome()
    {
        _openAi.Completing = new TaskCompletionSource().Task;
        using var deadline = new CancellationTokenSource();
        var request = _setup.Request("openai", "gpt-image-2") with { Partials = new PartialWish(1, (_, _) => deadline.Cancel()) };

        var failed = (await _setup.Provider("openai").SendAsync(request, deadline.Token)).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.Unknown, "CANCELLED"));
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _openAi.DisposeAsync();
    }

    private Task<ProviderResult> SendAsync(ProviderSetup setup, int count, Func<ProviderRequest, ProviderRequest>? change = null)
    {
        var request = setup.Request("openai", "gpt-image-2") with { Partials = new PartialWish(count, (index, encoded) => _shown.Add((index, setup.Codec.Measure(encoded.Span)))) };
        return setup.Provider("openai").SendAsync(change?.Invoke(request) ?? request, CancellationToken.None);
    }
}

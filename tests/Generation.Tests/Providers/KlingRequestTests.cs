using NanoBanana.Generation.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>What is sent to Kling, to the letter, in both its designs.</summary>
public sealed class KlingRequestTests : IAsyncLifetime
{
    private static readonly byte[] Png = EmulatedImage.Make(320, 320, "image/png");
    private static readonly string Base64 = Convert.ToBase64String(Png);

    private KlingEmulator _kling = null!;
    private ProviderSetup _setup = null!;
    private IPolledProvider _provider = null!;

    public async ValueTask InitializeAsync()
    {
        _kling = await KlingEmulator.StartAsync();
        _setup = new ProviderSetup(("PROVIDER_KLING_BASE_URL", _kling.Address.ToString()), ("PROVIDER_KLING_API_KEY", $" {KlingEmulator.DefaultKey} "));
        _provider = _setup.Polled("kling");
    }

    [Fact]
    public async Task Image_Sent_HasTheKeyAndTheDocumentedFields()
    {
        var order = await _provider.OrderAsync(Named(_setup.Request("kling", "kling-v3", 1600, 900)) with { NegativePrompt = "rain" });

        order.TaskId.ShouldStartWith("images:893");
        var sent = _kling.Switchboard.Requests.ShouldHaveSingleItem();
        sent.Target.ShouldBe("/v1/images/generations");
        sent.Headers["Authorization"].ShouldBe("Bearer " + KlingEmulator.DefaultKey);
        _kling.Switchboard.ShouldHaveSent("""
            {"model_name":"kling-v3","prompt":"a red apple","negative_prompt":"rain","aspect_ratio":"16:9","resolution":"2k","n":1,
             "external_task_id":"nb-1","callback_url":"http://127.0.0.1:9/hook?a=b"}
            """);
    }

    [Fact]
    public async Task ImageOfAnImage_Sent_HasBareBase64AndNoNegativePrompt()
    {
        await _provider.OrderAsync(_setup.Request("kling", "kling-v2-1") with { NegativePrompt = "rain", References = [new(Png, "image/png")] });

        _kling.Switchboard.ShouldHaveSent($$"""
            {"model_name":"kling-v2-1","prompt":"a red apple","image":"{{Base64}}","aspect_ratio":"1:1","resolution":"1k","n":1}
            """);
    }

    [Theory]
    [InlineData("720p", 5, "std")]
    [InlineData("1080p", 10, "pro")]
    public async Task OldVideoOfWords_Sent_HasItsLengthAsAText(string resolution, int seconds, string mode)
    {
        var order = await _provider.OrderAsync(Named(_setup.Request("kling", "kling-v2-6", 720, 1280, resolution)) with { DurationSeconds = seconds, NegativePrompt = "rain" });

        order.TaskId.ShouldStartWith("text2video:");
        _kling.Switchboard.Requests.Single().Target.ShouldBe("/v1/videos/text2video");
        _kling.Switchboard.ShouldHaveSent($$"""
            {"model_name":"kling-v2-6","prompt":"a red apple","negative_prompt":"rain","aspect_ratio":"9:16","mode":"{{mode}}","duration":"{{seconds}}",
             "external_task_id":"nb-1","callback_url":"http://127.0.0.1:9/hook?a=b"}
            """);
    }

    [Fact]
    public async Task OldVideoOfAnImage_Sent_HasTheImagesShape()
    {
        var order = await _provider.OrderAsync(
            _setup.Request("kling", "kling-v2-5-turbo", 1280, 720, "720p") with { DurationSeconds = 5, References = [new(Png, "image/png")] });

        order.TaskId.ShouldStartWith("image2video:");
        _kling.Switchboard.Requests.Single().Target.ShouldBe("/v1/videos/image2video");
        _kling.Switchboard.ShouldHaveSent($$"""
            {"model_name":"kling-v2-5-turbo","prompt":"a red apple","image":"{{Base64}}","mode":"std","duration":"5"}
            """);
    }

    [Theory]
    [InlineData("kling-3.0", "4K", 15)]
    [InlineData("kling-3.0-turbo", "1080p", 3)]
    [InlineData("kling-2.6", "720p", 10)]
    public async Task NewVideoOfWords_Sent_HasItsModelInThePath(string model, string resolution, int seconds)
    {
        var order = await _provider.OrderAsync(Named(_setup.Request("kling", model, 1000, 1000, resolution)) with { DurationSeconds = seconds, NegativePrompt = "rain" });

        order.TaskId.ShouldStartWith("tasks:893");
        _kling.Switchboard.Requests.Single().Target.ShouldBe("/text-to-video/" + model);
        _kling.Switchboard.ShouldHaveSent($$$"""
            {"prompt":"a red apple","settings":{"resolution":"{{{resolution.ToLowerInvariant()}}}","aspect_ratio":"1:1","duration":{{{seconds}}}},
             "options":{"external_task_id":"nb-1","callback_url":"http://127.0.0.1:9/hook?a=b"}}
            """);
    }

    [Theory]
    [InlineData("kling-3.0", "/image-to-video/kling-3.0")]
    [InlineData("kling-3.0-omni", "/omni-video/kling-3.0-omni")]
    public async Task NewVideoOfAnImage_Sent_HasTheImageAsItsFirstFrame(string model, string target)
    {
        await _provider.OrderAsync(_setup.Request("kling", model, 1280, 720, "720p") with { DurationSeconds = 5, References = [new(Png, "image/png")] });

        _kling.Switchboard.Requests.Single().Target.ShouldBe(target);
        _kling.Switchboard.ShouldHaveSent($$$"""
            {"contents":[{"type":"prompt","text":"a red apple"},{"type":"first_frame","url":"{{{Base64}}}"}],"settings":{"resolution":"720p","duration":5},"options":{}}
            """);
    }

    [Fact]
    public async Task OmniVideoOfWords_Sent_HasThemAsItsContents()
    {
        await _provider.OrderAsync(_setup.Request("kling", "kling-3.0-omni", 1280, 720, "1080p") with { DurationSeconds = 5 });

        _kling.Switchboard.ShouldHaveSent("""
            {"contents":[{"type":"prompt","text":"a red apple"}],"settings":{"resolution":"1080p","aspect_ratio":"16:9","duration":5},"options":{}}
            """);
    }

    [Theory]
    [InlineData("image/webp", 100, "REFERENCE_TYPE")]
    [InlineData("image/png", (10 * 1024 * 1024) + 1, "REFERENCE_TOO_LARGE")]
    public async Task ReferenceThatKlingDoesNotTake_Sent_IsBadInputAndNothingLeaves(string mediaType, int length, string detail)
    {
        var failed = (await _provider.SendAsync(
            _setup.Request("kling", "kling-v3") with { References = [new(new byte[length], mediaType)] }, CancellationToken.None)).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.BadInput, detail));
        _kling.Switchboard.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("kling-v3", "1K", "/v1/images/generations/893")]
    [InlineData("kling-v2-6", "720p", "/v1/videos/text2video/893")]
    [InlineData("kling-3.0", "720p", "/tasks?task_ids=893")]
    public async Task CallersKey_SentAndPolled_IsUsedForBoth(string model, string resolution, string question)
    {
        await using var theirs = await KlingEmulator.StartAsync("key-of-the-caller");
        await using var setup = new ProviderSetup(
            ("PROVIDER_KLING_BASE_URL", theirs.Address.ToString()), ("PROVIDER_KLING_API_KEY", "ours"), ("PROVIDER_KLING_SECRET_KEY", "ours too"));
        var provider = setup.Polled("kling");

        var order = await provider.OrderAsync(setup.Request("kling", model, 1024, 1024, resolution) with { CallerKey = new Secret("key-of-the-caller"), DurationSeconds = 5 });

        (await provider.EndAsync(order)).ShouldBeOfType<ProviderResult.Located>();
        theirs.Switchboard.Requests.ShouldAllBe(static sent => sent.Headers["Authorization"] == "Bearer key-of-the-caller");
        theirs.Switchboard.Requests[^1].Target.ShouldStartWith(question);
    }

    [Theory]
    [InlineData("images:../../account/costs")]
    [InlineData("http://elsewhere.example/")]
    [InlineData("other:893")]
    [InlineData("tasks:893,894")]
    [InlineData("images:")]
    [InlineData("")]
    public async Task StoredIdThatIsNone_Polled_TakesTheKeyNowhere(string id)
    {
        var failed = (await _provider.PollAsync(new ProviderOrder("kling-v3", id), CancellationToken.None)).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.Unknown, "TASK_ID"));
        _kling.Switchboard.Count.ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _kling.DisposeAsync();
    }

    private static ProviderRequest Named(ProviderRequest request) => request with { Reference = "nb-1", Callback = new Uri("http://127.0.0.1:9/hook?a=b") };
}

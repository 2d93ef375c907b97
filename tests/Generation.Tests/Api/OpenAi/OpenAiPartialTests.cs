using System.Text.Json.Nodes;
using NanoBanana.Generation.Api.OpenAi;
using NanoBanana.Generation.Tests.Imaging;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Api.OpenAi;

/// <summary>Partial images of a stream: who sees them, and that the image and what it costs hang on none.</summary>
public sealed class OpenAiPartialTests : IAsyncLifetime
{
    private static readonly object Wish = new { prompt = "a lighthouse", stream = true, partial_images = 2 };
    private OpenAiPartialSetup _setup = null!;

    public async ValueTask InitializeAsync() => _setup = await OpenAiPartialSetup.CreateAsync();

    public async ValueTask DisposeAsync() => await _setup.DisposeAsync();

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("webp")]
    public async Task Stream_OfOneImage_ShowsItsPartialImagesInOrderBeforeItIsCompleted(string format)
    {
        using var response = await _setup.Client.GenerateAsync(new { prompt = "a lighthouse", stream = true, partial_images = 3, output_format = format });

        var events = await response.EventsAsync();
        events.Select(static one => EventsOneByOne.Describe(one.Name, one.Data)).ShouldBe(
            ["image_generation.partial_image 0", "image_generation.partial_image 1", "image_generation.partial_image 2", "image_generation.completed"]);
        foreach (var (name, data) in events)
        {
            ((string?)data["type"], (string?)data["size"], (string?)data["output_format"], (string?)data["background"], (string?)data["quality"])
                .ShouldBe((name, "1024x1024", format, "opaque", "auto"));
            TestCodec.Create().Measure(Convert.FromBase64String((string)data["b64_json"]!)).ShouldBe(new("image/" + format, 1024, 1024));
            ((long)data["created_at"]!).ShouldBeGreaterThan(1_700_000_000);
        }

        await _setup.Setup.BalanceBecomesAsync(980);
    }

    [Fact]
    public async Task Edit_AsAForm_ShowsThemToo()
    {
        var form = OpenAiCalls.Form("at night", ("image", EmulatedImage.Make(64, 64, "image/png"))).With("stream", "true").With("partial_images", "1");

        using var response = await _setup.Client.EditAsync(form);

        (await response.EventsAsync()).Select(static one => one.Name).ShouldBe(["image_edit.partial_image", "image_edit.completed"]);
    }

    [Fact]
    public async Task PartialImage_IsShownWhileTheImageIsBeingMade()
    {
        var gate = new TaskCompletionSource();
        _setup.OpenAi.Completing = gate.Task;

        using var events = await OpenAiPartialSetup.OpenAsync(_setup.Client, Wish);

        (await events.NameAsync()).ShouldBe("image_generation.partial_image 0");
        (await events.NameAsync()).ShouldBe("image_generation.partial_image 1");
        gate.SetResult();
        (await events.NameAsync()).ShouldBe("image_generation.completed");
        (await events.NextAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData("google", 1, 3, true)]
    [InlineData("openai", 2, 3, true)]
    [InlineData("openai", 1, 0, true)]
    [InlineData("openai", 1, 3, false)]
    public async Task NoneToBeHad_OrToBeTold_OnlyTheImageComes(string provider, int n, int partials, bool stream)
    {
        using var response = await _setup.Client.GenerateAsync(new { prompt = "a lighthouse", n, stream, partial_images = partials }, ("X-Provider", provider));

        if (stream)
            (await response.EventsAsync()).Select(static one => one.Name).ShouldBe(Enumerable.Repeat("image_generation.completed", n));
        else
            (await response.ImagesAsync()).Count.ShouldBe(n);
        _setup.OpenAi.Switchboard.Requests.ShouldAllBe(static request => !request.Body.Contains("stream"));
    }

    [Theory]
    [InlineData("no_picture", "png")]
    [InlineData("half_picture", "png")]
    [InlineData("broken_partial", "png")]
    [InlineData("dead_picture", "jpeg")]
    [InlineData("dead_picture", "webp")]
    public async Task WhatIsNoWholeImage_IsNotShown(string behaviour, string format)
    {
        _setup.OpenAi.Switchboard.Next(behaviour);

        (await _setup.NamesAsync(new { prompt = "a lighthouse", stream = true, partial_images = 2, output_format = format })).ShouldBe(["image_generation.completed"]);
    }

    [Fact]
    public async Task FailureAfterAPartialImage_IsAnErrorEventAndCostsNothing()
    {
        _setup.OpenAi.Switchboard.Next("late:moderation:output");
        _setup.OpenAi.Completing = Task.Delay(OpenAiStream.Hesitation);

        using var response = await _setup.Client.GenerateAsync(Wish);

        var events = await response.EventsAsync();
        events.Select(static one => one.Name).ShouldBe(["image_generation.partial_image", "error"]);
        ((string?)events[1].Data["error"]!["code"]).ShouldBe("moderation_blocked");
        await _setup.Setup.BalanceBecomesAsync(1_000);
    }

    [Fact]
    public async Task CutStream_MayHaveBeenDone_SoThatNobodyElseIsAskedAndNothingIsCharged()
    {
        _setup.OpenAi.Switchboard.Next("cut");

        using var response = await _setup.Client.GenerateAsync(Wish, ("Idempotency-Key", "cut"));
        var last = response.Content.Headers.ContentType!.MediaType == "text/event-stream"
            ? (string?)(await response.EventsAsync())[^1].Data["error"]!["code"]
            : (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!["code"];

        last.ShouldBe("generation.outcome_unknown");
        (_setup.OpenAi.Switchboard.Count, _setup.Setup.Application.Gemini.Switchboard.Count).ShouldBe((1, 0));
        await _setup.Setup.BalanceBecomesAsync(1_000);
    }

    [Fact]
    public async Task ClientThatHangsUp_LeavesTheJobAlone_AndARepeatIsGivenTheImageOnly()
    {
        var gate = new TaskCompletionSource();
        _setup.OpenAi.Completing = gate.Task;
        using (var events = await OpenAiPartialSetup.OpenAsync(_setup.Client, Wish, "k"))
            (await events.NameAsync()).ShouldBe("image_generation.partial_image 0");
        gate.SetResult();
        await _setup.Setup.BalanceBecomesAsync(980);

        (await _setup.NamesAsync(Wish, ("Idempotency-Key", "k"))).ShouldBe(["image_generation.completed"]);
        (await _setup.NamesAsync(new { prompt = "a lighthouse", stream = true, partial_images = 3 }, ("Idempotency-Key", "k"))).ShouldBe(["image_generation.completed"]);
        _setup.OpenAi.Switchboard.Count.ShouldBe(1);
        await _setup.Setup.BalanceBecomesAsync(980);
    }

    [Fact]
    public async Task RepeatAtTheSameProcess_WhileItIsMade_SeesWhatItAskedFor_AndAnotherAccountUnderTheSameKeyItsOwn()
    {
        var gate = new TaskCompletionSource();
        _setup.OpenAi.Switchboard.Until = gate.Task;
        using var stranger = _setup.Setup.Hooks.Instance.ClientFor(GenerationApplication.KeyOf(Guid.NewGuid()));
        using var first = await OpenAiPartialSetup.OpenAsync(_setup.Client, Wish, "k");
        using var repeat = await OpenAiPartialSetup.OpenAsync(_setup.Client, new { prompt = "a lighthouse", stream = true, partial_images = 1 }, "k");
        using var other = await OpenAiPartialSetup.OpenAsync(stranger, new { prompt = "a lighthouse", stream = true, partial_images = 3, size = "1536x1024" }, "k");
        gate.SetResult();

        (await SizesAsync(first)).ShouldBe(["partial_image 1024x1024", "partial_image 1024x1024", "completed 1024x1024"]);
        (await SizesAsync(repeat)).ShouldBe(["partial_image 1024x1024", "completed 1024x1024"]);
        (await SizesAsync(other)).ShouldBe(["partial_image 1536x1024", "partial_image 1536x1024", "partial_image 1536x1024", "completed 1536x1024"]);
        _setup.OpenAi.Switchboard.Count.ShouldBe(2);
    }

    private static async Task<List<string>> SizesAsync(EventsOneByOne events)
    {
        var sizes = new List<string>();
        while (await events.NextAsync() is var (name, data))
            sizes.Add($"{name.Split('.')[^1]} {data["size"]}");
        return sizes;
    }
}

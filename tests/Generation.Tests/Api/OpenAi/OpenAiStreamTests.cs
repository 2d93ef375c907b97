using System.Net;
using System.Net.Http.Json;
using NanoBanana.Generation.Api.OpenAi;
using NanoBanana.Generation.Tests.Api.Kie;
using NanoBanana.Generation.Tests.Imaging;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Api.OpenAi;

/// <summary>Answers as events, and what becomes of a failure before and after the first of them.</summary>
public sealed class OpenAiStreamTests : IAsyncLifetime
{
    private KieSetup _setup = null!;

    private HttpClient Client => _setup.Hooks.Client;

    public async ValueTask InitializeAsync() => _setup = await KieSetup.CreateAsync();

    public async ValueTask DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task Stream_OfTwoImages_CompletesEach()
    {
        using var response = await Client.GenerateAsync(
            new { prompt = "a lighthouse", size = "128x64", n = 2, stream = true, partial_images = 3, output_format = "webp" }, ("X-Provider", "sandbox"));

        var events = await response.EventsAsync();
        events.Select(static one => one.Name).ShouldBe(["image_generation.completed", "image_generation.completed"]);
        foreach (var (name, data) in events)
        {
            ((string?)data["type"], (string?)data["size"], (string?)data["output_format"], (string?)data["background"]).ShouldBe((name, "128x64", "webp", "opaque"));
            TestCodec.Create().Measure(Convert.FromBase64String((string)data["b64_json"]!)).ShouldBe(new("image/webp", 128, 64));
            ((long)data["created_at"]!).ShouldBeGreaterThan(0);
        }

        response.Headers.GetValues("X-Provider").ShouldBe(["sandbox"]);
    }

    [Fact]
    public async Task EditThatTakesLong_StandsAtOnceAndCompletes()
    {
        var gate = new TaskCompletionSource();
        _setup.Application.Gemini.Switchboard.Until = gate.Task;
        using var request = new HttpRequestMessage(HttpMethod.Post, OpenAiCalls.Edits)
        {
            Content = OpenAiCalls.Form("slowly", ("image", EmulatedImage.Make(64, 64, "image/png"))).With("stream", "true"),
        };

        using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        gate.SetResult();
        (await response.EventsAsync()).ShouldHaveSingleItem().Name.ShouldBe("image_edit.completed");
        await _setup.BalanceBecomesAsync(980);
    }

    [Fact]
    public async Task FailureAfterTheBeginning_IsAnErrorEventAndCostsNothing()
    {
        _setup.Application.Gemini.Switchboard.Default = Behaviour.Parse("blocked");
        _setup.Application.Gemini.Switchboard.Until = Task.Delay(OpenAiStream.Hesitation * 2);

        using var response = await Client.GenerateAsync(new { prompt = "in vain", stream = true });

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var (name, data) = (await response.EventsAsync()).ShouldHaveSingleItem();
        name.ShouldBe("error");
        ((string?)data["type"], (string?)data["error"]!["code"], (string?)data["error"]!["type"]).ShouldBe(("error", "moderation_blocked", "image_generation_user_error"));
        await _setup.BalanceBecomesAsync(1_000);
    }

    [Theory]
    [InlineData("blocked", true, HttpStatusCode.BadRequest, "moderation_blocked")]
    [InlineData("blocked", false, HttpStatusCode.BadRequest, "moderation_blocked")]
    [InlineData("throttled:30s", true, HttpStatusCode.TooManyRequests, "rate_limit_exceeded")]
    [InlineData("throttled:30s", false, HttpStatusCode.TooManyRequests, "rate_limit_exceeded")]
    [InlineData("overloaded", true, HttpStatusCode.BadGateway, "provider.unavailable")]
    [InlineData("overloaded", false, HttpStatusCode.BadGateway, "provider.unavailable")]
    [InlineData("bad_key", true, HttpStatusCode.ServiceUnavailable, "provider.misconfigured")]
    [InlineData("bad_key", false, HttpStatusCode.ServiceUnavailable, "provider.misconfigured")]
    public async Task FailureOfTheProvider_IsTheSameWithAStreamAndWithout(string behaviour, bool stream, HttpStatusCode status, string code)
    {
        _setup.Application.Gemini.Switchboard.Default = Behaviour.Parse(behaviour);

        using var response = await Client.GenerateAsync(new { prompt = "in vain", stream });

        (await response.ErrorAsync(status)).Code.ShouldBe(code);
        (response.Headers.RetryAfter is not null).ShouldBe(status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable);
        await _setup.BalanceBecomesAsync(1_000);
    }

    [Fact]
    public async Task Refusal_OfAStream_IsNoStream()
    {
        using var response = await Client.GenerateAsync(new { prompt = "naked child", stream = true });

        (await response.ErrorAsync(HttpStatusCode.BadRequest)).Code.ShouldBe("moderation_blocked");
    }

    [Fact]
    public async Task ClientThatHangsUp_IsChargedForWhatIsMadeAndFindsItUnderItsKey()
    {
        var gate = new TaskCompletionSource();
        _setup.Application.Gemini.Switchboard.Until = gate.Task;
        using var leaving = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, OpenAiCalls.Generations) { Content = JsonContent.Create(new { prompt = "gone", stream = true }) };
        request.Headers.Add("Idempotency-Key", "k");
        using (await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving.Token))
            await leaving.CancelAsync();
        gate.SetResult();

        using var again = await Client.GenerateAsync(new { prompt = "gone" }, ("Idempotency-Key", "k"));

        (await again.ImagesAsync()).ShouldHaveSingleItem();
        _setup.Application.Gemini.Switchboard.Count.ShouldBe(1);
        await _setup.BalanceBecomesAsync(980);
    }
}

using System.Net;
using NanoBanana.Generation.Tests.Api.Kie;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Api.Gemini;

/// <summary>What becomes of a call whose provider fails or refuses: told as Google tells it, and given back.</summary>
public sealed class GeminiFailureTests : IAsyncLifetime
{
    private KieSetup _setup = null!;

    public async ValueTask InitializeAsync() => _setup = await KieSetup.CreateAsync();

    public async ValueTask DisposeAsync() => await _setup.DisposeAsync();

    [Theory]
    [InlineData("blocked", "SAFETY", null, "provider.refused_input")]
    [InlineData("finish:IMAGE_SAFETY", null, "IMAGE_SAFETY", "provider.refused_output")]
    [InlineData("text_only", null, "NO_IMAGE", "provider.no_image")]
    public async Task ProviderThatRefuses_IsAnAnswerAsOfGoogle(string behaviour, string? block, string? finish, string code)
    {
        _setup.Application.Gemini.Switchboard.Default = Behaviour.Parse(behaviour);
        using var response = await GeminiCalls.SendAsync(_setup.Hooks.Client, GeminiCalls.Saying("in vain"));

        var answer = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        ((string?)answer["promptFeedback"]?["blockReason"], (string?)answer["candidates"]?[0]?["finishReason"], response.ErrorCode()).ShouldBe((block, finish, code));
        if (finish is not null)
            GeminiCalls.PartsOf(answer).ShouldBeEmpty();
        await _setup.BalanceBecomesAsync(1000);
    }

    [Theory]
    [InlineData("overloaded", HttpStatusCode.ServiceUnavailable, "UNAVAILABLE", "provider.unavailable", "5s")]
    [InlineData("bad_key", HttpStatusCode.ServiceUnavailable, "UNAVAILABLE", "provider.misconfigured", "5s")]
    [InlineData("throttled:30s", HttpStatusCode.TooManyRequests, "RESOURCE_EXHAUSTED", "provider.throttled", "30s")]
    public async Task ProviderThatFails_IsToldAndTheCreditsComeBack(string behaviour, HttpStatusCode status, string name, string code, string delay)
    {
        _setup.Application.Gemini.Switchboard.Default = Behaviour.Parse(behaviour);
        using var response = await GeminiCalls.SendAsync(_setup.Hooks.Client, GeminiCalls.Saying("in vain"), method: "streamGenerateContent?alt=sse");

        var error = await GeminiCalls.ShouldFailAsync(response, status, name, code);
        GeminiCalls.DetailOf(error, "RetryInfo", "retryDelay").ShouldBe(delay);
        response.Headers.RetryAfter.ShouldNotBeNull();
        await _setup.BalanceBecomesAsync(1000);
    }

    [Fact]
    public async Task WaitThatIsOver_LeavesTheJobToItsKeyAndItsAddress()
    {
        await using var setup = await KieSetup.CreateAsync(("Generation:WaitSeconds", "1"));
        var gate = new TaskCompletionSource();
        setup.Application.Gemini.Switchboard.Until = gate.Task;
        using var late = await GeminiCalls.SendAsync(setup.Hooks.Client, GeminiCalls.Saying("slow"), key: "k");
        await GeminiCalls.ShouldFailAsync(late, HttpStatusCode.GatewayTimeout, "DEADLINE_EXCEEDED", "generation.still_running");
        late.Headers.Location!.OriginalString.ShouldStartWith("/v1/generations/gen_");
        gate.SetResult();

        await setup.BalanceBecomesAsync(980);
        var answer = await GeminiCalls.OkAsync(setup.Hooks.Client, GeminiCalls.Saying("slow"), key: "k");
        late.Headers.Location.OriginalString.ShouldEndWith((string)answer["responseId"]!);
        setup.Application.Gemini.Switchboard.Count.ShouldBe(1);
    }
}

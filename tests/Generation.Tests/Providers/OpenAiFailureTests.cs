using NanoBanana.Generation.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>Every documented way of getting no image from OpenAI, over a real socket. Each is one call.</summary>
public sealed class OpenAiFailureTests : IAsyncLifetime
{
    private OpenAiEmulator _openAi = null!;
    private ProviderSetup _setup = null!;

    public async ValueTask InitializeAsync()
    {
        _openAi = await OpenAiEmulator.StartAsync();
        _setup = ProviderSetup.For(_openAi);
    }

    [Theory]
    [InlineData("bad_key", "Unauthorised", "INVALID_API_KEY")]
    [InlineData("not_verified", "Unauthorised", "INVALID_REQUEST_ERROR")]
    [InlineData("moderation:input", "RefusedInput", "MODERATION_BLOCKED")]
    [InlineData("moderation:output", "RefusedOutput", "MODERATION_BLOCKED")]
    [InlineData("moderation:unknown", "RefusedInput", "MODERATION_BLOCKED")]
    [InlineData("moderation_plain", "RefusedInput", "MODERATION_BLOCKED")]
    [InlineData("model_gone", "Gone", "INVALID_MODEL")]
    [InlineData("model_not_found", "Gone", "MODEL_NOT_FOUND")]
    [InlineData("bad_size", "BadInput", "INVALID_VALUE")]
    [InlineData("bad_image", "BadInput", "INVALID_IMAGE_FILE")]
    [InlineData("unknown_parameter", "BadInput", "UNKNOWN_PARAMETER")]
    [InlineData("fidelity", "BadInput", "INVALID_INPUT_FIDELITY_MODEL")]
    [InlineData("billing_limit:400", "OutOfFunds", "BILLING_HARD_LIMIT_REACHED")]
    [InlineData("billing_limit:429", "OutOfFunds", "BILLING_HARD_LIMIT_REACHED")]
    [InlineData("quota", "OutOfFunds", "INSUFFICIENT_QUOTA")]
    [InlineData("quota_type", "OutOfFunds", "INSUFFICIENT_QUOTA")]
    [InlineData("project_limit", "OutOfFunds", "PROJECT_SPEND_LIMIT_EXCEEDED")]
    [InlineData("organization_limit", "OutOfFunds", "ORGANIZATION_SPEND_LIMIT_EXCEEDED")]
    [InlineData("throttled_bare", "Throttled", "RATE_LIMIT_EXCEEDED")]
    [InlineData("server_error", "Failed", "SERVER_ERROR")]
    [InlineData("overloaded", "Overloaded", "SERVER_ERROR")]
    [InlineData("bad_gateway", "Overloaded", "HTTP 502")]
    [InlineData("deadline", "TimedOut", "SERVER_ERROR")]
    [InlineData("status:401", "Unauthorised", "HTTP 401")]
    [InlineData("status:402", "OutOfFunds", "HTTP 402")]
    [InlineData("status:408", "TimedOut", "HTTP 408")]
    [InlineData("status:413", "BadInput", "HTTP 413")]
    [InlineData("http:429", "Throttled", "HTTP 429")]
    [InlineData("echo_key", "BadInput", "OTHER")]
    [InlineData("echo_key:500", "Failed", "OTHER")]
    [InlineData("no_data", "Unknown", "UNREADABLE")]
    [InlineData("empty_data", "NoImage", "EMPTY")]
    [InlineData("null_image", "NoImage", "EMPTY")]
    [InlineData("url:file:///etc/passwd", "NoImage", "EMPTY")]
    [InlineData("bad_base64", "BadImage", "BASE64")]
    public async Task Failure_Sent_HasItsClassAndItsCode(string behaviour, string expected, string detail)
    {
        _openAi.Switchboard.Next(behaviour);

        var failed = (await _setup.Provider("openai").SendAsync(_setup.Request("openai", "gpt-image-2"), CancellationToken.None)).ShouldBeFailed();

        (failed.Class.ToString(), failed.Detail).ShouldBe((expected, detail));
        failed.RetryAfter.ShouldBeNull();
        _openAi.Switchboard.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("throttled:20", "Throttled", 20)]
    [InlineData("throttled_ms:1500", "Throttled", 1.5)]
    [InlineData("overloaded:3", "Overloaded", 3)]
    public async Task HintToWait_Sent_IsCarried(string behaviour, string expected, double seconds)
    {
        _openAi.Switchboard.Next(behaviour);

        var failed = (await _setup.Provider("openai").SendAsync(_setup.Request("openai", "gpt-image-2"), CancellationToken.None)).ShouldBeFailed();

        failed.Class.ToString().ShouldBe(expected);
        failed.RetryAfter.ShouldNotBeNull().TotalSeconds.ShouldBe(seconds, 0.001);
    }

    [Theory]
    [InlineData("dall-e-3", "Gone")]
    [InlineData("gpt-image-1-hd", "Gone")]
    public async Task RetiredModel_Sent_IsGone(string model, string expected)
    {
        var request = _setup.Request("openai", "gpt-image-1") with { Model = model };

        (await _setup.Provider("openai").SendAsync(request, CancellationToken.None)).ShouldBeFailed().Class.ToString().ShouldBe(expected);
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _openAi.DisposeAsync();
    }
}

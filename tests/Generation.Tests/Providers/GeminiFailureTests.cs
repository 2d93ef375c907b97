using NanoBanana.Generation.Providers;
using NanoBanana.Testing.Emulators;
using static NanoBanana.Generation.Tests.Providers.ProviderAssertions;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>Every documented way of getting no image, over a real socket. Each is one call: the adapter never repeats.</summary>
public sealed class GeminiFailureTests : IAsyncLifetime
{
    private GeminiEmulator _gemini = null!;
    private ProviderSetup _setup = null!;

    public async ValueTask InitializeAsync()
    {
        _gemini = await GeminiEmulator.StartAsync();
        _setup = ProviderSetup.For(_gemini);
    }

    [Theory]
    [InlineData("bad_request", "BadInput", "INVALID_ARGUMENT")]
    [InlineData("bad_key", "Unauthorised", "API_KEY_INVALID")]
    [InlineData("location", "Unauthorised", "FAILED_PRECONDITION")]
    [InlineData("status:401", "Unauthorised", "UNKNOWN")]
    [InlineData("forbidden", "Unauthorised", "PERMISSION_DENIED")]
    [InlineData("out_of_funds", "OutOfFunds", "RESOURCE_EXHAUSTED")]
    [InlineData("not_found", "Gone", "NOT_FOUND")]
    [InlineData("throttled", "Throttled", "RESOURCE_EXHAUSTED")]
    [InlineData("cancelled", "Unknown", "CANCELLED")]
    [InlineData("internal", "Failed", "INTERNAL")]
    [InlineData("status:501", "Failed", "UNKNOWN")]
    [InlineData("echo_key", "BadInput", "OTHER")]
    [InlineData("echo_key:500", "Failed", "OTHER")]
    [InlineData("bad_gateway", "Overloaded", "HTTP 502")]
    [InlineData("overloaded", "Overloaded", "UNAVAILABLE")]
    [InlineData("error_cut", "Overloaded", "HTTP 503")]
    [InlineData("deadline", "TimedOut", "DEADLINE_EXCEEDED")]
    public async Task ErrorStatus_Generate_IsClassified(string behaviour, string expected, string detail) => await CheckAsync(behaviour, expected, detail);

    [Theory]
    [InlineData("blocked:PROHIBITED_CONTENT", "RefusedInput", "PROHIBITED_CONTENT")]
    [InlineData("blocked:SAFETY", "RefusedInput", "SAFETY")]
    [InlineData("blocked:a sentence with the prompt in it", "RefusedInput", "OTHER")]
    [InlineData("finish:SAFETY", "RefusedOutput", "SAFETY")]
    [InlineData("finish:RECITATION", "RefusedOutput", "RECITATION")]
    [InlineData("finish:BLOCKLIST", "RefusedOutput", "BLOCKLIST")]
    [InlineData("finish:PROHIBITED_CONTENT", "RefusedOutput", "PROHIBITED_CONTENT")]
    [InlineData("finish:SPII", "RefusedOutput", "SPII")]
    [InlineData("finish:IMAGE_SAFETY", "RefusedOutput", "IMAGE_SAFETY")]
    [InlineData("finish:IMAGE_PROHIBITED_CONTENT", "RefusedOutput", "IMAGE_PROHIBITED_CONTENT")]
    [InlineData("finish:IMAGE_RECITATION", "RefusedOutput", "IMAGE_RECITATION")]
    [InlineData("finish:IMAGE_OTHER", "NoImage", "IMAGE_OTHER")]
    [InlineData("finish:NO_IMAGE", "NoImage", "NO_IMAGE")]
    [InlineData("finish:MAX_TOKENS", "NoImage", "MAX_TOKENS")]
    [InlineData("finish:SOMETHING_NEW", "NoImage", "SOMETHING_NEW")]
    [InlineData("text_only", "NoImage", "TEXT_ONLY")]
    [InlineData("drafts_only", "NoImage", "EMPTY")]
    [InlineData("empty_object", "NoImage", "NO_CANDIDATE")]
    [InlineData("no_candidates", "NoImage", "NO_CANDIDATE")]
    [InlineData("no_content", "NoImage", "EMPTY")]
    [InlineData("empty_content", "NoImage", "EMPTY")]
    [InlineData("content_role", "NoImage", "EMPTY")]
    [InlineData("empty_parts", "NoImage", "EMPTY")]
    [InlineData("null_parts", "NoImage", "EMPTY")]
    [InlineData("bad_base64", "BadImage", "BASE64")]
    public async Task AnswerWithoutImage_Generate_IsClassified(string behaviour, string expected, string detail) => await CheckAsync(behaviour, expected, detail);

    [Theory]
    [InlineData("throttled:0.847655010s", 0.84765501)]
    [InlineData("throttled:55s", 55)]
    [InlineData("throttled_text:10h17m5.7s", 37025.7)]
    [InlineData("throttled_text:820.5ms", 0.8205)]
    [InlineData("throttled_text:54.9s", 54.9)]
    [InlineData("throttled_header:7", 7)]
    public async Task Throttled_Generate_CarriesTheProvidersHint(string behaviour, double seconds)
    {
        _gemini.Switchboard.Next(behaviour);

        var failed = (await _setup.Provider("google").SendAsync(Request(), CancellationToken.None)).ShouldBeFailed();

        failed.Class.ShouldBe(FailureClass.Throttled);
        failed.RetryAfter.ShouldNotBeNull().TotalSeconds.ShouldBe(seconds, 0.0001);
    }

    [Fact]
    public async Task WrongKey_Generate_IsUnauthorisedAndTheKeyIsNowhereInTheLog()
    {
        const string secret = "AIzaWrongSecretKey123";
        await using var setup = ProviderSetup.For(_gemini, ("PROVIDER_GOOGLE_API_KEY", secret));

        var failed = (await setup.Provider("google").SendAsync(Request(prompt: "private words"), CancellationToken.None)).ShouldBeFailed();

        failed.Class.ShouldBe(FailureClass.Unauthorised);
        _gemini.Switchboard.Requests.Single().Headers["x-goog-api-key"].ShouldBe(secret);
        setup.Logs.Lines.ShouldAllBe(line => !line.Contains(secret, StringComparison.Ordinal) && !line.Contains("private words", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RetiredModel_Generate_IsGone()
    {
        var failed = (await _setup.Provider("google").SendAsync(Request("gemini-3-pro-image-preview"), CancellationToken.None)).ShouldBeFailed();

        failed.Class.ShouldBe(FailureClass.Gone);
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _gemini.DisposeAsync();
    }

    private async Task CheckAsync(string behaviour, string expected, string detail)
    {
        _gemini.Switchboard.Next(behaviour);

        var failed = (await _setup.Provider("google").SendAsync(Request(), CancellationToken.None)).ShouldBeFailed();

        (failed.Class.ToString(), failed.Detail).ShouldBe((expected, detail));
        _gemini.Switchboard.Count.ShouldBe(1);
    }
}

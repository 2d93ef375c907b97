using System.Net;

namespace NanoBanana.Generation.Tests.Api.Kie;

/// <summary>What a call is refused for, in the family's words, and that it costs nothing.</summary>
public sealed class KieRefusalTests : IAsyncLifetime
{
    private KieSetup _setup = null!;

    public async ValueTask InitializeAsync() => _setup = await KieSetup.CreateAsync();

    public async ValueTask DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task BadInput_Sent_NamesItsField()
    {
        (object Body, (string, string)[] Headers, string Message)[] faults =
        [
            (new { }, [], "Prompt is required"),
            (new { prompt = " \n" }, [], "Prompt is required"),
            (new { prompt = 5 }, [], "prompt: The value has the wrong type"),
            (new { prompt = new string('p', 5_001) }, [], "prompt: String should have at most 5000 characters"),
            (new { prompt = "x", style = new string('s', 101) }, [], "style: String should have at most 100 characters"),
            (new { prompt = "x", aspectRatio = "2:1" }, [], "aspectRatio: Input should be '1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '5:4', '4:5', '21:9', 'square', 'portrait', 'landscape', 'wide', 'ultrawide'"),
            (new { prompt = "x", callbackUrl = "hooks" }, [], "callbackUrl: Input should be an absolute URL such as https://example.com/hooks"),
            (new { prompt = "x", callbackUrl = "https://" + new string('h', 2_000) }, [], "callbackUrl: String should have at most 2000 characters"),
            (new { prompt = "x" }, [("Idempotency-Key", "a b")], "Idempotency-Key must be 1 to 255 visible ASCII characters"),
            (new { prompt = "x" }, [("X-Routing-Strategy", "cheap")], "X-Routing-Strategy: Input should be 'priority', 'cost', 'quality', 'speed', 'round_robin', 'adaptive'"),
        ];
        foreach (var (body, headers, message) in faults)
        {
            (await _setup.GenerateAsync(body, null, headers)).ShouldBe(
                HttpStatusCode.BadRequest, $$"""{"success":false,"error":"{{message}}","message":"{{message}}","code":"VALIDATION_ERROR"}""");
        }

        await _setup.NothingShouldBeStoredAsync();
        await _setup.BalanceBecomesAsync(1000);
    }

    [Fact]
    public async Task BalanceBelowThePrice_Generate_SaysWhatIsNeededAndWhatIsThere()
    {
        await _setup.Application.HoldAsync(Guid.NewGuid(), _setup.Account, units: 50);
        const string Body = """{"success":false,"error":"Insufficient credits","message":"You need 20 credits but only have 0","required":20,"available":0,"code":"INSUFFICIENT_CREDITS"}""";
        (await _setup.GenerateAsync(new { prompt = "too much" })).ShouldBe(HttpStatusCode.PaymentRequired, Body);
        (await _setup.GenerateAsync(new { prompt = "too much", callbackUrl = _setup.CallbackUrl })).ShouldBe(HttpStatusCode.PaymentRequired, Body);
        await _setup.NothingShouldBeStoredAsync();
    }

    [Theory]
    [InlineData("blocked", HttpStatusCode.InternalServerError, "The provider refused the prompt by its safety rules", "GENERATION_FAILED", "provider.refused_input")]
    [InlineData("bad_key", HttpStatusCode.InternalServerError, "Image generation service not configured", "GENERATION_FAILED", "provider.misconfigured")]
    [InlineData("overloaded", HttpStatusCode.InternalServerError, "Image generation failed: the provider is unavailable", "GENERATION_FAILED", "provider.unavailable")]
    [InlineData("throttled:30s", HttpStatusCode.TooManyRequests, "The provider asked us to slow down. Try again later.", "QUOTA_EXCEEDED", null)]
    public async Task ProviderThatFails_Generate_IsToldAndTheCreditsComeBack(string behaviour, HttpStatusCode status, string error, string code, string? details)
    {
        _setup.Application.Gemini.Switchboard.Default = Testing.Emulators.Behaviour.Parse(behaviour);
        var failed = await _setup.GenerateAsync(new { prompt = "in vain" });
        var extra = details is null ? "" : $",\"details\":\"{details}\"";
        failed.ShouldBe(status, $$"""{"success":false,"error":"{{error}}","message":"{{error}}","code":"{{code}}"{{extra}}}""");
        (failed.RetryAfter is not null).ShouldBe(status == HttpStatusCode.TooManyRequests);
        await _setup.BalanceBecomesAsync(1000);
    }

    [Fact]
    public async Task KeyUsedForAnotherRequest_Repeated_IsRefused()
    {
        (await _setup.GenerateAsync(new { prompt = "one" }, "k")).ShouldBe(HttpStatusCode.OK);
        foreach (object other in new object[] { new { prompt = "two" }, new { prompt = "one", callbackUrl = _setup.CallbackUrl } })
        {
            (await _setup.GenerateAsync(other, "k")).ShouldBe(HttpStatusCode.BadRequest, """
                {"success":false,"error":"This Idempotency-Key was used with another request body","message":"This Idempotency-Key was used with another request body","code":"VALIDATION_ERROR"}
                """);
        }

        await _setup.BalanceBecomesAsync(980);
    }

    [Fact]
    public async Task Nobody_CallingPastTheGateway_IsRefused()
    {
        using var nobody = _setup.Hooks.Instance.CreateClient();
        foreach (var (method, path) in new[] { (HttpMethod.Post, "/api/nano-banana/generate"), (HttpMethod.Get, $"/api/nano-banana/task/gen_{Guid.NewGuid()}") })
        {
            (await _setup.SendAsync(method, path, method == HttpMethod.Post ? new { prompt = "x" } : null, null, [], nobody)).ShouldBe(HttpStatusCode.Unauthorized, """
                {"success":false,"error":"Authentication required","message":"No authorization header provided","code":"UNAUTHORIZED"}
                """);
        }
    }
}

using System.Text.Json.Nodes;
using NanoBanana.Generation.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>OpenRouter's dialect: what is sent, and what its answers mean.</summary>
public sealed class OpenRouterTests : IAsyncLifetime
{
    private OpenRouterEmulator _router = null!;
    private ProviderSetup _setup = null!;

    public async ValueTask InitializeAsync()
    {
        _router = await OpenRouterEmulator.StartAsync();
        _setup = ProviderSetup.For(_router, ("PROVIDER_OPENAI_REFERER", "https://shop.example"));
    }

    [Theory]
    [InlineData("google/gemini-3-pro-image", 2752, 1536, """{"n":1,"aspect_ratio":"16:9","resolution":"2K","seed":2147483647}""")]
    [InlineData("black-forest-labs/flux-3-image", 1024, 1024, """{"n":1,"aspect_ratio":"1:1","resolution":"1K","seed":2147483647}""")]
    [InlineData("openai/gpt-image-2.5-flare", 1024, 1536, """{"n":1,"aspect_ratio":"2:3","resolution":"1K","quality":"medium"}""")]
    public async Task Request_Sent_HasWhatTheModelTakes(string model, int width, int height, string expected)
    {
        var result = await SendAsync(_setup.Request("openrouter", model, width, height) with { Prompt = "späß 🍌", Seed = long.MaxValue });

        result.ShouldBeDelivered().Bytes.Dispose();
        var sent = _router.Switchboard.Requests.ShouldHaveSingleItem();
        (sent.Method, sent.Target, sent.Headers["Authorization"]).ShouldBe(("POST", "/api/v1/images", "Bearer " + OpenRouterEmulator.DefaultKey));
        sent.Headers["HTTP-Referer"].ShouldBe("https://shop.example");
        var body = JsonNode.Parse(sent.Body)!.AsObject();
        (body["model"]!.GetValue<string>(), body["prompt"]!.GetValue<string>()).ShouldBe((model, "späß 🍌"));
        body.Remove("model");
        body.Remove("prompt");
        body.ToJsonString().ShouldBe(expected);
    }

    [Fact]
    public async Task References_Sent_AreDataUrlsInTheirOrder()
    {
        var (png, jpeg) = (EmulatedImage.Make(64, 64, "image/png"), EmulatedImage.Make(64, 64, "image/jpeg"));

        var result = await SendAsync(_setup.Request("openrouter", "google/gemini-3-pro-image") with { References = [new(png, "image/png"), new(jpeg, "image/jpeg")] });

        result.ShouldBeDelivered().Bytes.Dispose();
        var references = JsonNode.Parse(_router.Switchboard.Requests.Single().Body)!["input_references"]!.AsArray();
        references.Select(static reference => reference!["image_url"]!["url"]!.GetValue<string>()).ShouldBe(
            ["data:image/png;base64," + Convert.ToBase64String(png), "data:image/jpeg;base64," + Convert.ToBase64String(jpeg)]);
        references.ShouldAllBe(static reference => reference!["type"]!.GetValue<string>() == "image_url");
    }

    [Theory]
    [InlineData("ok", 134_400L)]
    [InlineData("cost:0", 0L)]
    [InlineData("cost:1.5E-2", 15_000L)]
    [InlineData("cost:-1", null)]
    [InlineData("cost:1e300", null)]
    [InlineData("cost:\"0.1\"", null)]
    [InlineData("no_usage", null)]
    public async Task Cost_OfAnImage_IsInMillionthsOfADollar(string behaviour, long? micros)
    {
        _router.Switchboard.Next(behaviour);

        var delivered = (await SendAsync()).ShouldBeDelivered();

        delivered.Bytes.Dispose();
        delivered.CostMicros.ShouldBe(micros);
        delivered.MediaType.ShouldBe("image/jpeg");
    }

    [Fact]
    public async Task DataUrl_InTheAnswer_IsDecoded()
    {
        _router.Switchboard.Next("data_url");

        using var bytes = (await SendAsync()).ShouldBeDelivered().Bytes;

        bytes.Memory.Span.SequenceEqual(EmulatedImage.Make(1024, 1024, "image/jpeg")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("error:400", "BadInput", "ERROR 400")]
    [InlineData("error:401", "Unauthorised", "ERROR 401")]
    [InlineData("out_of_credits", "OutOfFunds", "ERROR 402")]
    [InlineData("error:403", "Unauthorised", "ERROR 403")]
    [InlineData("moderation", "RefusedInput", "MODERATION")]
    [InlineData("error:404", "Gone", "ERROR 404")]
    [InlineData("error:408", "TimedOut", "ERROR 408")]
    [InlineData("error:413", "BadInput", "ERROR 413")]
    [InlineData("error:429", "Throttled", "ERROR 429")]
    [InlineData("error:500", "Failed", "ERROR 500")]
    [InlineData("error:502", "Overloaded", "ERROR 502")]
    [InlineData("error:503", "Overloaded", "ERROR 503")]
    [InlineData("http:503", "Overloaded", "HTTP 503")]
    [InlineData("echo_key", "BadInput", "ERROR 400")]
    [InlineData("run_error:400", "BadInput", "ERROR 400")]
    [InlineData("run_error:402", "OutOfFunds", "ERROR 402")]
    [InlineData("run_error:429", "Throttled", "ERROR 429")]
    [InlineData("run_error:408", "Failed", "ERROR 408")]
    [InlineData("run_error:502", "Failed", "ERROR 502")]
    [InlineData("run_error:503", "Failed", "ERROR 503")]
    [InlineData("run_error:0", "Failed", "OTHER")]
    [InlineData("run_error_text", "Failed", "OTHER")]
    [InlineData("run_moderation", "RefusedInput", "MODERATION")]
    [InlineData("no_data", "Unknown", "UNREADABLE")]
    [InlineData("empty_data", "NoImage", "EMPTY")]
    [InlineData("bad_base64", "BadImage", "BASE64")]
    public async Task Failure_Sent_HasItsClassAndItsCode(string behaviour, string expected, string detail)
    {
        _router.Switchboard.Next(behaviour);

        var failed = (await SendAsync()).ShouldBeFailed();

        (failed.Class.ToString(), failed.Detail).ShouldBe((expected, detail));
        failed.RetryAfter.ShouldBeNull();
        _router.Switchboard.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("throttled:11", "Throttled", 11)]
    [InlineData("overloaded:4", "Overloaded", 4)]
    public async Task HintToWait_Sent_IsCarried(string behaviour, string expected, int seconds)
    {
        _router.Switchboard.Next(behaviour);

        var failed = (await SendAsync()).ShouldBeFailed();

        (failed.Class.ToString(), failed.RetryAfter).ShouldBe((expected, TimeSpan.FromSeconds(seconds)));
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _router.DisposeAsync();
    }

    private Task<ProviderResult> SendAsync(ProviderRequest? request = null) =>
        _setup.Provider("openai").SendAsync(request ?? _setup.Request("openrouter", "google/gemini-3-pro-image"), CancellationToken.None);
}

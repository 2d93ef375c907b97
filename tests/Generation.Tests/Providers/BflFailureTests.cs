using NanoBanana.Generation.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>Every documented way in which Black Forest Labs makes nothing.</summary>
public sealed class BflFailureTests : IAsyncLifetime
{
    private BflEmulator _bfl = null!;
    private ProviderSetup _setup = null!;

    public async ValueTask InitializeAsync()
    {
        _bfl = await BflEmulator.StartAsync();
        _setup = BflSetup.For(_bfl);
    }

    [Theory]
    [InlineData("bad_image", "BadInput", "HTTP 400")]
    [InlineData("status:401", "Unauthorised", "HTTP 401")]
    [InlineData("out_of_funds", "OutOfFunds", "HTTP 402")]
    [InlineData("bad_key", "Unauthorised", "HTTP 403")]
    [InlineData("not_found", "Gone", "HTTP 404")]
    [InlineData("throttled", "Throttled", "HTTP 429")]
    [InlineData("internal", "Failed", "HTTP 500")]
    [InlineData("status:502", "Overloaded", "HTTP 502")]
    [InlineData("overloaded", "Overloaded", "HTTP 503")]
    [InlineData("status:504", "TimedOut", "HTTP 504")]
    [InlineData("echo_key", "BadInput", "HTTP 400")]
    [InlineData("echo_key:422", "BadInput", "HTTP 422")]
    [InlineData("invalid:missing", "BadInput", "MISSING")]
    [InlineData("invalid:extra_forbidden", "BadInput", "EXTRA_FORBIDDEN")]
    [InlineData("invalid:multiple_of", "BadInput", "MULTIPLE_OF")]
    [InlineData("invalid:greater_than_equal", "BadInput", "GREATER_THAN_EQUAL")]
    [InlineData("invalid:less_than_equal", "BadInput", "LESS_THAN_EQUAL")]
    [InlineData("invalid:string_too_long", "BadInput", "STRING_TOO_LONG")]
    [InlineData("invalid:literal_error", "BadInput", "ENUM")]
    [InlineData("invalid:value_error", "BadInput", "VALUE_ERROR")]
    [InlineData("invalid:the prompt in words", "BadInput", "OTHER")]
    [InlineData("empty_object", "Unknown", "UNREADABLE")]
    public async Task Refusal_Sent_IsClassified(string behaviour, string expected, string detail)
    {
        _bfl.Switchboard.Next(behaviour);

        var failed = await SendAsync();

        (failed.Class.ToString(), failed.Detail).ShouldBe((expected, detail));
        _bfl.Switchboard.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("throttled:9", 9)]
    [InlineData("throttled_body:7", 7)]
    [InlineData("throttled_body:900000", 172_800)]
    [InlineData("throttled", null)]
    public async Task Throttled_Sent_CarriesTheProvidersHint(string behaviour, int? seconds)
    {
        _bfl.Switchboard.Next(behaviour);

        (await SendAsync()).RetryAfter.ShouldBe(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null);
    }

    [Theory]
    [InlineData("state:Error", "Failed", "ERROR")]
    [InlineData("state:Request Moderated", "RefusedInput", "REQUEST_MODERATED")]
    [InlineData("state:Content Moderated", "RefusedOutput", "CONTENT_MODERATED")]
    [InlineData("state:Task not found", "Unknown", "TASK_NOT_FOUND")]
    [InlineData("not_found", "Unknown", "TASK_NOT_FOUND")]
    [InlineData("invalid", "Unknown", "TASK_NOT_FOUND")]
    [InlineData("no_sample", "NoImage", "NO_SAMPLE")]
    [InlineData("sample:results/1.png", "NoImage", "NO_SAMPLE")]
    public async Task Ending_Polled_IsClassified(string behaviour, string expected, string detail)
    {
        var provider = (IPolledProvider)_setup.Provider("bfl");
        var accepted = (await provider.SendAsync(_setup.Request("bfl", "flux-2-pro"), CancellationToken.None)).ShouldBeOfType<ProviderResult.Accepted>();
        _bfl.Polls.Next(behaviour);

        var failed = (await provider.PollAsync(new ProviderOrder("flux-2-pro", accepted.TaskId), CancellationToken.None)).ShouldBeFailed();

        (failed.Class.ToString(), failed.Detail).ShouldBe((expected, detail));
    }

    [Theory]
    [InlineData("flux-1.1-pro", "flux-pro-1.1")]
    [InlineData("flux-schnell", "flux-2-klein-4b")]
    public async Task NameOfAnotherHouse_Configured_StopsTheStartAndNamesTheReplacement(string model, string replacement)
    {
        await using var setup = BflSetup.For(_bfl, ("PROVIDER_BFL_MODEL", model));

        Should.Throw<Microsoft.Extensions.Options.OptionsValidationException>(setup.ValidateAtStart).Message.ShouldContain(replacement);
    }

    [Fact]
    public async Task WrongKey_Sent_IsUnauthorisedAndTheKeyIsNowhereInTheLog()
    {
        const string secret = "bfl-wrong-secret-key";
        await using var setup = BflSetup.For(_bfl, ("Providers:Bfl:ApiKey", $" {secret} "));

        var failed = (await setup.Provider("bfl").SendAsync(setup.Request("bfl", "flux-2-pro"), CancellationToken.None)).ShouldBeFailed();

        failed.Class.ShouldBe(FailureClass.Unauthorised);
        _bfl.Switchboard.Requests.Single().Headers["x-key"].ShouldBe(secret);
        setup.Logs.Lines.ShouldAllBe(line => !line.Contains(secret, StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _bfl.DisposeAsync();
    }

    private async Task<ProviderResult.Failed> SendAsync() =>
        (await _setup.Provider("bfl").SendAsync(_setup.Request("bfl", "flux-2-pro"), CancellationToken.None)).ShouldBeFailed();
}

using NanoBanana.Generation.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>A caller's own key: it may hold anything, and goes into a header only when it can stand there.</summary>
public sealed class GeminiKeyTests : IAsyncLifetime
{
    private GeminiEmulator _gemini = null!;
    private ProviderSetup _setup = null!;

    public async ValueTask InitializeAsync()
    {
        _gemini = await GeminiEmulator.StartAsync();
        _setup = ProviderSetup.For(_gemini);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("key\r\nX-Other: 1")]
    [InlineData("schlüssel")]
    [InlineData("key\u0000")]
    public async Task KeyThatIsNoHeader_Used_IsUnauthorisedWithoutACall(string text)
    {
        var key = new Secret(text);
        var google = (IPolledProvider)_setup.Provider("google");

        ShouldBeMalformed(await google.SendAsync(_setup.Request("google", "gemini-nano-banana-2.1") with { CallerKey = key }, CancellationToken.None));
        ShouldBeMalformed(await google.SendAsync(_setup.Request("google", "veo-3.1-generate-preview", 1280, 720, "720p") with { CallerKey = key }, CancellationToken.None));
        ShouldBeMalformed(await google.PollAsync(new ProviderOrder("veo-3.1-generate-preview", "models/veo-3.1-generate-preview/operations/a", key), CancellationToken.None));

        _gemini.Switchboard.Count.ShouldBe(0);
    }

    [Fact]
    public async Task KeyWithSpaceAroundIt_Used_IsTrimmed()
    {
        var request = _setup.Request("google", "gemini-nano-banana-2.1") with { CallerKey = new Secret($" {GeminiEmulator.DefaultKey}\n") };

        (await _setup.Provider("google").SendAsync(request, CancellationToken.None)).ShouldBeDelivered().Bytes.Dispose();

        _gemini.Switchboard.Requests.ShouldHaveSingleItem().Headers["x-goog-api-key"].ShouldBe(GeminiEmulator.DefaultKey);
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _gemini.DisposeAsync();
    }

    private static void ShouldBeMalformed(ProviderResult result)
    {
        var failed = result.ShouldBeFailed();
        (failed.Class, failed.Detail).ShouldBe((FailureClass.Unauthorised, "MALFORMED_KEY"));
    }
}

using NanoBanana.Generation.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>An order whose answer was lost is found again by our own name for it, or known never to have arrived.</summary>
public sealed class KlingReconciliationTests : IAsyncLifetime
{
    private static readonly byte[] Png = EmulatedImage.Make(320, 320, "image/png");

    private KlingEmulator _kling = null!;
    private ProviderSetup _setup = null!;
    private IReconcilingProvider _provider = null!;

    public async ValueTask InitializeAsync()
    {
        _kling = await KlingEmulator.StartAsync();
        _setup = new ProviderSetup(("PROVIDER_KLING_BASE_URL", _kling.Address.ToString()), ("PROVIDER_KLING_API_KEY", KlingEmulator.DefaultKey));
        _provider = (IReconcilingProvider)_setup.Provider("kling");
    }

    [Theory]
    [InlineData("kling-v3", "1K", false, "images:")]
    [InlineData("kling-v2-6", "720p", false, "text2video:")]
    [InlineData("kling-v2-6", "720p", true, "image2video:")]
    [InlineData("kling-3.0", "720p", false, "tasks:")]
    [InlineData("kling-3.0-omni", "720p", true, "tasks:")]
    public async Task AnswerLost_Found_GoesOnToItsEnd(string model, string resolution, bool hasImage, string start)
    {
        _kling.Switchboard.Next("taken_reset");
        var request = Ask(model, resolution) with { References = hasImage ? [new(Png, "image/png")] : [] };
        (await _provider.SendAsync(request, CancellationToken.None)).ShouldBeFailed().Class.ShouldBe(FailureClass.Unknown);

        var found = (await _provider.FindAsync(model, request.Reference, null, CancellationToken.None)).ShouldBeOfType<ProviderResult.Accepted>();

        found.TaskId.ShouldStartWith(start);
        (await _provider.EndAsync(new ProviderOrder(model, found.TaskId))).ShouldBeOfType<ProviderResult.Located>();
        _kling.Switchboard.Requests.Count(static sent => sent.Method == "POST").ShouldBe(1);
    }

    [Theory]
    [InlineData("kling-v3", "1K")]
    [InlineData("kling-v2-6", "720p")]
    [InlineData("kling-3.0", "720p")]
    public async Task NeverArrived_Found_IsNotSent(string model, string resolution)
    {
        _kling.Switchboard.Next("reset");
        var request = Ask(model, resolution);
        (await _provider.SendAsync(request, CancellationToken.None)).ShouldBeFailed().Class.ShouldBe(FailureClass.Unknown);

        var failed = (await _provider.FindAsync(model, request.Reference, null, CancellationToken.None)).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.NotSent, "NOT_FOUND"));
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("http:503")]
    [InlineData("http:404")]
    [InlineData("html")]
    [InlineData("code:1002")]
    [InlineData("code200:1302")]
    [InlineData("code:1202")]
    public async Task CouldNotBeAsked_Found_IsUnknown(string behaviour)
    {
        foreach (var (model, resolution) in new[] { ("kling-v3", "1K"), ("kling-3.0", "720p") })
        {
            _kling.Polls.Next(behaviour);

            (await _provider.FindAsync(model, Ask(model, resolution).Reference, null, CancellationToken.None)).ShouldBeFailed().Class.ShouldBe(FailureClass.Unknown, model);
        }
    }

    [Fact]
    public async Task SecondPlaceCouldNotBeAsked_Found_IsUnknown()
    {
        _kling.Polls.Next("ok");
        _kling.Polls.Next("http:503");

        (await _provider.FindAsync("kling-v2-6", "nb-none", null, CancellationToken.None)).ShouldBeFailed().Class.ShouldBe(FailureClass.Unknown);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a,b")]
    public async Task NameThatIsNone_Found_IsUnknownAndNothingIsAsked(string reference)
    {
        (await _provider.FindAsync("kling-v3", reference, null, CancellationToken.None)).ShouldBeFailed().Class.ShouldBe(FailureClass.Unknown);
        _kling.Switchboard.Count.ShouldBe(0);
    }

    [Fact]
    public async Task SameName_SentTwice_IsRefused()
    {
        var request = Ask("kling-3.0", "720p");
        await _provider.OrderAsync(request);

        (await _provider.SendAsync(request, CancellationToken.None)).ShouldBeFailed().Class.ShouldBe(FailureClass.BadInput);
    }

    [Fact]
    public async Task CallersOrder_Found_IsAskedOfTheCallersAccount()
    {
        await using var theirs = await KlingEmulator.StartAsync("key-of-the-caller");
        await using var setup = new ProviderSetup(("PROVIDER_KLING_BASE_URL", theirs.Address.ToString()), ("PROVIDER_KLING_API_KEY", "ours"));
        var (provider, key) = ((IReconcilingProvider)setup.Provider("kling"), new Secret("key-of-the-caller"));
        await provider.OrderAsync(Ask("kling-v3", "1K") with { CallerKey = key, Reference = "nb-theirs" });

        (await provider.FindAsync("kling-v3", "nb-theirs", key, CancellationToken.None)).ShouldBeOfType<ProviderResult.Accepted>();
        (await provider.FindAsync("kling-v3", "nb-theirs", null, CancellationToken.None)).ShouldBeFailed().Class.ShouldBe(FailureClass.Unknown);
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _kling.DisposeAsync();
    }

    private ProviderRequest Ask(string model, string resolution) =>
        _setup.Request("kling", model, 1024, 1024, resolution) with { DurationSeconds = 5, Reference = "nb-" + Guid.NewGuid().ToString("N") };
}

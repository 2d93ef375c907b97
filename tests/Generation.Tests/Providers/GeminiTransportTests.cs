using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NanoBanana.Generation.Providers;
using NanoBanana.Testing.Emulators;
using static NanoBanana.Generation.Tests.Providers.ProviderAssertions;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>
/// Answers that never come whole. Whether the request had left decides between "not sent", which may be repeated, and "unknown", which
/// must not be.
/// </summary>
public sealed class GeminiTransportTests : IAsyncLifetime
{
    private GeminiEmulator _gemini = null!;

    public async ValueTask InitializeAsync() => _gemini = await GeminiEmulator.StartAsync();

    [Theory]
    [InlineData("cut")]
    [InlineData("reset")]
    [InlineData("garbage")]
    [InlineData("huge")]
    public async Task AnswerLostAfterSending_Generate_IsUnknown(string behaviour)
    {
        await using var setup = ProviderSetup.For(_gemini);
        _gemini.Switchboard.Next(behaviour);

        var failed = (await setup.Provider("google").SendAsync(Request(), CancellationToken.None)).ShouldBeFailed();

        failed.Class.ShouldBe(FailureClass.Unknown);
        _gemini.Switchboard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task ConnectionOfEarlierCallResets_Generate_IsUnknownAndNotRepeatedBelowUs()
    {
        await using var setup = ProviderSetup.For(_gemini);
        (await setup.Provider("google").SendAsync(Request(), CancellationToken.None)).ShouldBeDelivered().Bytes.Dispose();
        _gemini.Switchboard.Next("reset");

        var failed = (await setup.Provider("google").SendAsync(Request(), CancellationToken.None)).ShouldBeFailed();

        failed.Class.ShouldBe(FailureClass.Unknown);
        _gemini.Switchboard.Count.ShouldBe(2);
    }

    [Fact]
    public async Task NoAnswer_TimeoutPasses_IsUnknown()
    {
        await using var setup = ProviderSetup.For(_gemini, ("Providers:Google:TimeoutSeconds", "1"));
        _gemini.Switchboard.Next("hang");

        var failed = (await setup.Provider("google").SendAsync(Request(), CancellationToken.None)).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.Unknown, "TIMEOUT"));
    }

    [Fact]
    public async Task InFlight_CallerCancels_IsUnknown()
    {
        await using var setup = ProviderSetup.For(_gemini);
        _gemini.Switchboard.Next("hang");
        using var cancel = new CancellationTokenSource();

        var call = setup.Provider("google").SendAsync(Request(), cancel.Token);
        await _gemini.Switchboard.WaitForRequestsAsync(1);
        await cancel.CancelAsync();

        var failed = (await call).ShouldBeFailed();
        (failed.Class, failed.Detail).ShouldBe((FailureClass.Unknown, "CANCELLED"));
    }

    [Fact]
    public async Task AlreadyCancelled_Generate_IsNotSent()
    {
        await using var setup = ProviderSetup.For(_gemini);

        var failed = (await setup.Provider("google").SendAsync(Request(), new CancellationToken(canceled: true))).ShouldBeFailed();

        failed.Class.ShouldBe(FailureClass.NotSent);
        _gemini.Switchboard.Count.ShouldBe(0);
    }

    [Fact]
    public async Task NobodyListens_Generate_IsNotSent()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        await NotSentAsync($"http://127.0.0.1:{port}", "ConnectionError");
    }

    [Fact]
    public async Task UnknownHost_Generate_IsNotSent() => await NotSentAsync("http://no-such-host.invalid", "NameResolutionError");

    [Fact]
    public async Task TlsNotSpokenThere_Generate_IsNotSent() =>
        await NotSentAsync($"https://127.0.0.1:{_gemini.Address.Port}", "SecureConnectionError");

    [Fact]
    public async Task Call_Generate_IsASpanWithoutPromptAndKey()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "NanoBanana.Generation",
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                    spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var setup = ProviderSetup.For(_gemini);
        _gemini.Switchboard.Next("finish:IMAGE_SAFETY");

        await setup.Provider("google").SendAsync(Request("gemini-3-pro-image", prompt: "private words"), CancellationToken.None);

        Activity span;
        lock (spans)
            span = spans.Single(candidate => Equals(candidate.GetTagItem("server.port"), _gemini.Address.Port));
        span.GetTagItem("gen_ai.provider.name").ShouldBe("gcp.gemini");
        span.GetTagItem("gen_ai.request.model").ShouldBe("gemini-3-pro-image");
        span.GetTagItem("gen_ai.operation.name").ShouldBe("generate_content");
        span.GetTagItem("error.type").ShouldBe("refused_output");
        string.Join(' ', span.TagObjects.Select(static tag => tag.Value)).ShouldNotContain("private");
    }

    public ValueTask DisposeAsync() => _gemini.DisposeAsync();

    private static async Task NotSentAsync(string address, string detail)
    {
        await using var setup = new ProviderSetup(("PROVIDER_GOOGLE_BASE_URL", address), ("GOOGLE_API_KEY", "any"));

        var failed = (await setup.Provider("google").SendAsync(Request(), CancellationToken.None)).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.NotSent, detail));
    }
}

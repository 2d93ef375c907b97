using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.Generation.Storage;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>Videos fetched from where a provider put them, by way of the disk.</summary>
public sealed class VideoDownloadTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanobanana-spool-").FullName;
    private GeminiEmulator _gemini = null!;
    private ProviderSetup _setup = null!;

    public async ValueTask InitializeAsync()
    {
        _gemini = await GeminiEmulator.StartAsync();
        _setup = ProviderSetup.For(_gemini, ("Storage:SpoolPath", _folder));
    }

    [Fact]
    public async Task Video_Fetched_IsAFileAndKeepsWhatItCost()
    {
        var filmed = (await FetchAsync(File() with { CostMicros = 1_200_000 })).ShouldBeOfType<ProviderResult.Filmed>();

        await using var file = filmed.File;
        (filmed.MediaType, filmed.CostMicros).ShouldBe(("video/mp4", 1_200_000));
        using var read = new MemoryStream();
        await file.Rewind().CopyToAsync(read);
        read.ToArray().ShouldBe(EmulatedMovie.Make(1280, 720, 8));
    }

    [Theory]
    [InlineData("cut", "RESULT_LOST")]
    [InlineData("reset", "RESULT_LOST")]
    [InlineData("wrong_type", "RESULT_TYPE")]
    [InlineData("expired", "RESULT 403")]
    [InlineData("redirect:http://10.0.0.1/v.mp4", "ADDRESS_NOT_PUBLIC")]
    [InlineData("redirect:http://169.254.169.254/latest/meta-data", "ADDRESS_NOT_PUBLIC")]
    [InlineData("redirect:file:///etc/passwd", "ADDRESS_SCHEME")]
    public async Task VideoThatCannotBeHad_Fetched_IsACleanFailureAndLeavesNothing(string behaviour, string detail)
    {
        _gemini.Files.Next(behaviour);

        var failed = (await FetchAsync(File())).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.BadImage, detail));
        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task VideoBeyondTheLimit_Fetched_IsRefusedByItsAnnouncement()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var served = ServeAsync(server, $"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: {SpooledFile.Limit + 1}\r\n\r\n");

        var failed = (await FetchAsync(new ProviderResult.Located(new Uri($"http://{server.LocalEndpoint}/v.mp4")))).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.BadImage, "RESULT_TOO_LARGE"));
        await served;
    }

    [Fact]
    public async Task NoRoomForIt_Fetched_IsOurFailureAndIsLogged()
    {
        await using var setup = ProviderSetup.For(_gemini, ("Storage:SpoolPath", "/proc"));

        var result = await setup.Services.GetRequiredService<ResultDownload>().FetchAsync(File() with { CostMicros = 5 }, MediaKind.Video, CancellationToken.None);

        result.ShouldBe(new ProviderResult.Unkept("NO_ROOM_TO_FETCH") { CostMicros = 5 });
        setup.Logs.Lines.ShouldContain(static line => line.StartsWith("A video was made and could not be fetched", StringComparison.Ordinal));
        setup.Logs.Lines.ShouldAllBe(static line => !line.Contains(GeminiEmulator.DefaultKey, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ServerThatIsSlow_Fetched_GetsLongerForAVideoThanForAnImage()
    {
        // A hundred times as fast as real time: 1.2 s for an image, 6 s for a video.
        var downloads = new ResultDownload(
            _setup.Services.GetRequiredService<IHttpClientFactory>(), Options.Create(new StorageOptions { SpoolPath = _folder }), new HurriedTimers(100),
            NullLogger<ResultDownload>.Instance);
        var release = new TaskCompletionSource();
        _gemini.Files.Until = release.Task;

        var video = downloads.FetchAsync(File(), MediaKind.Video, CancellationToken.None);
        (await downloads.FetchAsync(File(), MediaKind.Image, CancellationToken.None)).ShouldBeFailed().Detail.ShouldBe("RESULT_LOST");
        video.IsCompleted.ShouldBeFalse();
        release.SetResult();

        await using var file = (await video).ShouldBeOfType<ProviderResult.Filmed>().File;
    }

    [Fact]
    public async Task CallerCancels_WhileFetching_IsCancelledAndLeavesNothing()
    {
        _gemini.Files.Next("hang");
        using var cancel = new CancellationTokenSource();
        var fetch = FetchAsync(File(), cancel.Token);
        await _gemini.Switchboard.WaitForRequestsAsync(2);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => fetch);
        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _gemini.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<ProviderResult> FetchAsync(ProviderResult.Located located, CancellationToken cancellationToken = default) =>
        _setup.Services.GetRequiredService<ResultDownload>().FetchAsync(located, MediaKind.Video, cancellationToken);

    private ProviderResult.Located File() => new(new Uri(_gemini.Address, "/v1beta/files/some-video:download?alt=media"))
    {
        Credential = new ResultCredential("x-goog-api-key", new Secret(GeminiEmulator.DefaultKey)),
    };

    private static async Task ServeAsync(TcpListener server, string head)
    {
        using var client = await server.AcceptTcpClientAsync();
        var stream = client.GetStream();
        await stream.ReadExactlyAsync(new byte[16]);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));

        // Until the other side has read the head and hung up.
        try
        {
            while (await stream.ReadAsync(new byte[1_024]) > 0)
            {
            }
        }
        catch (IOException)
        {
        }
    }

    /// <summary>The machine's clock with timers that fire sooner.</summary>
    private sealed class HurriedTimers(int times) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / times : dueTime, period);
    }
}

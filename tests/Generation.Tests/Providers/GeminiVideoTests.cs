using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>Videos by Veo: what is ordered, what an order is known by, and who gets the key when the file is fetched.</summary>
public sealed class GeminiVideoTests : IAsyncLifetime
{
    private const string Veo = "veo-3.1-generate-preview";
    private GeminiEmulator _gemini = null!;
    private ProviderSetup _setup = null!;

    public async ValueTask InitializeAsync()
    {
        _gemini = await GeminiEmulator.StartAsync();
        _setup = ProviderSetup.For(_gemini);
    }

    [Fact]
    public async Task Request_Ordered_HasTheDocumentedFieldsAndTheFirstReferenceAsItsFirstFrame()
    {
        var frame = EmulatedImage.Make(64, 36, "image/png");
        var request = Request("4K") with
        {
            DurationSeconds = 8,
            NegativePrompt = "rain",
            References = [new ReferenceImage(frame, "image/png"), new ReferenceImage(new byte[3], "image/jpeg")],
        };

        (await Google.SendAsync(request, CancellationToken.None)).ShouldBeOfType<ProviderResult.Accepted>().PollAfter.ShouldBe(TimeSpan.FromSeconds(10));

        var sent = _gemini.Switchboard.Requests.ShouldHaveSingleItem();
        sent.Target.ShouldBe($"/v1beta/models/{Veo}:predictLongRunning");
        sent.Headers["x-goog-api-key"].ShouldBe(GeminiEmulator.DefaultKey);
        var body = JsonNode.Parse(sent.Body)!;
        body["instances"]!.AsArray().Count.ShouldBe(1);
        body["instances"]![0]!["prompt"]!.GetValue<string>().ShouldBe("a red apple");
        body["instances"]![0]!["image"]!.ToJsonString().ShouldContain("\"mimeType\":\"image/png\"");
        Convert.FromBase64String(body["instances"]![0]!["image"]!["bytesBase64Encoded"]!.GetValue<string>()).ShouldBe(frame);
        body["parameters"]!.ToJsonString().ShouldBe(
            """{"sampleCount":1,"aspectRatio":"16:9","resolution":"4k","durationSeconds":8,"negativePrompt":"rain"}""");
    }

    [Theory]
    [InlineData(Veo, "1080p", null, true)]
    [InlineData(Veo, "720p", 4, true)]
    [InlineData(Veo, "1080p", 4, false)]
    [InlineData("veo-3.1-lite-generate-preview", "1080p", 8, true)]
    [InlineData("veo-3.1-fast-generate-preview", "4K", 8, true)]
    public async Task LengthAndResolution_Ordered_AreWhatTheServiceDecidesBy(string model, string resolution, int? seconds, bool isTaken)
    {
        var result = await Google.SendAsync(Request(resolution, model) with { DurationSeconds = seconds }, CancellationToken.None);

        if (isTaken)
            result.ShouldBeOfType<ProviderResult.Accepted>(result.ToString());
        else
            result.ShouldBeFailed().Class.ShouldBe(FailureClass.BadInput);
    }

    [Fact]
    public async Task Order_AskedAfterByAnotherProcess_RunsAndThenNamesAFileThatOnlyTheKeyOpens()
    {
        var order = await OrderAsync();
        await using var other = ProviderSetup.For(_gemini);
        var google = (IPolledProvider)other.Provider("google");

        for (var i = 0; i < 2; i++)
            (await google.PollAsync(order, CancellationToken.None)).ShouldBeOfType<ProviderResult.Running>();
        var located = (await google.PollAsync(order, CancellationToken.None)).ShouldBeOfType<ProviderResult.Located>();

        located.Credential.ShouldNotBeNull().Value.Reveal().ShouldBe(GeminiEmulator.DefaultKey);
        located.ToString().ShouldNotContain(GeminiEmulator.DefaultKey);
        var video = (await FetchAsync(located)).ShouldBeOfType<ProviderResult.Filmed>();
        await using var file = video.File;
        video.MediaType.ShouldBe("video/mp4");
        (await VideoFile.MeasureAsync(file.Rewind(), CancellationToken.None)).ShouldBe(new VideoInfo("video/mp4", 1280, 720, TimeSpan.FromSeconds(8)));
        (await FetchAsync(located with { Credential = null })).ShouldBeFailed().Class.ShouldBe(FailureClass.BadImage);
    }

    [Fact]
    public async Task FileElsewhere_Located_DoesNotGetTheKey()
    {
        using var elsewhere = new TcpListener(IPAddress.Loopback, 0);
        elsewhere.Start();
        _gemini.Polls.Next($"foreign_file:http://127.0.0.1:{((IPEndPoint)elsewhere.LocalEndpoint).Port}/v1beta/files/x:download?alt=media");

        var located = (await AskAsync(await OrderAsync())).ShouldBeOfType<ProviderResult.Located>();

        located.Credential.ShouldBeNull();
    }

    [Theory]
    [InlineData("expired", "RESULT 403")]
    [InlineData("cut", "RESULT_LOST")]
    [InlineData("http:500", "RESULT 500")]
    public async Task FileThatCannotBeHad_Fetched_IsACleanFailure(string behaviour, string detail)
    {
        _gemini.Polls.Next("now");
        var located = (await AskAsync(await OrderAsync())).ShouldBeOfType<ProviderResult.Located>();
        _gemini.Files.Next(behaviour);

        var failed = (await FetchAsync(located)).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.BadImage, detail));
    }

    [Fact]
    public async Task PageInsteadOfAVideo_Fetched_IsRefusedByItsType()
    {
        _gemini.Polls.Next("now");
        var located = (await AskAsync(await OrderAsync())).ShouldBeOfType<ProviderResult.Located>();
        _gemini.Files.Next("wrong_type");

        var failed = (await FetchAsync(located)).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.BadImage, "RESULT_TYPE"));
    }

    [Theory]
    [InlineData("models/veo/operations/../../../files/x")]
    [InlineData("models/veo/operations/a?key=b")]
    [InlineData("models/veo/operations/a\n")]
    [InlineData("https://elsewhere.example/models/veo/operations/a")]
    [InlineData("//elsewhere.example/models/veo/operations/a")]
    [InlineData("")]
    public async Task StoredIdThatIsNone_Polled_IsUnknownWithoutACall(string taskId)
    {
        (await AskAsync(new ProviderOrder(Veo, taskId))).ShouldBeFailed().Class.ShouldBe(FailureClass.Unknown);

        _gemini.Switchboard.Count.ShouldBe(0);
    }

    [Fact]
    public async Task OrderThatIsNotKnownThere_Polled_IsUnknown()
    {
        var failed = (await AskAsync(new ProviderOrder(Veo, $"models/{Veo}/operations/lost"))).ShouldBeFailed();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.Unknown, "NOT_FOUND"));
    }

    [Theory]
    [InlineData("throttled:7s")]
    [InlineData("overloaded")]
    [InlineData("cancelled")]
    [InlineData("pending")]
    [InlineData("redirect:http://127.0.0.1:1/")]
    public async Task AnswerThatSaysNothingOfTheOrder_Polled_IsRunning(string behaviour)
    {
        var order = await OrderAsync();
        _gemini.Polls.Next(behaviour);

        (await AskAsync(order)).ShouldBeOfType<ProviderResult.Running>();
    }

    [Fact]
    public async Task CallersKey_Polled_GoesToTheQuestionAndTheFile()
    {
        var order = new ProviderOrder(Veo, $"models/{Veo}/operations/op1", new Secret("callers-own-key"));

        (await AskAsync(order)).ShouldBeFailed().Detail.ShouldBe("API_KEY_INVALID");

        _gemini.Switchboard.Requests.ShouldHaveSingleItem().Headers["x-goog-api-key"].ShouldBe("callers-own-key");
        await using var theirs = await GeminiEmulator.StartAsync("callers-own-key");
        await using var setup = ProviderSetup.For(theirs);
        var sent = await setup.Provider("google").SendAsync(Request("720p") with { CallerKey = order.CallerKey }, CancellationToken.None);
        var id = sent.ShouldBeOfType<ProviderResult.Accepted>(sent.ToString()).TaskId;
        theirs.Polls.Next("now");
        var located = await ((IPolledProvider)setup.Provider("google")).PollAsync(order with { TaskId = id }, CancellationToken.None);
        located.ShouldBeOfType<ProviderResult.Located>().Credential.ShouldNotBeNull().Value.Reveal().ShouldBe("callers-own-key");
    }

    public async ValueTask DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _gemini.DisposeAsync();
    }

    private IProvider Google => _setup.Provider("google");

    private ProviderRequest Request(string resolution, string model = Veo) => _setup.Request("google", model, 1280, 720, resolution);

    private async Task<ProviderOrder> OrderAsync() =>
        new(Veo, (await Google.SendAsync(Request("720p"), CancellationToken.None)).ShouldBeOfType<ProviderResult.Accepted>().TaskId);

    private Task<ProviderResult> AskAsync(ProviderOrder order) => ((IPolledProvider)Google).PollAsync(order, CancellationToken.None);

    private Task<ProviderResult> FetchAsync(ProviderResult.Located located) =>
        _setup.Services.GetRequiredService<ResultDownload>().FetchAsync(located, MediaKind.Video, CancellationToken.None);
}

using NanoBanana.Generation.Tests.Api.OpenAi;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.LocalServers;
using NanoBanana.Testing.Emulators;
using StackExchange.Redis;

namespace NanoBanana.Generation.Tests.Partials;

/// <summary>A job that one process runs and a repeat of its call waits for at another, on a Redis that may die.</summary>
public sealed class PartialReplicaTests : IAsyncLifetime
{
    private const int SignalKill = 9;
    private static readonly object Wish = new { prompt = "a lighthouse", stream = true, partial_images = 2 };
    private readonly string _folder = Directory.CreateTempSubdirectory("nanobanana-redis-").FullName;
    private readonly TaskCompletionSource _begins = new();
    private readonly TaskCompletionSource _completes = new();
    private LocalRedis _redis = null!;
    private OpenAiPartialSetup _setup = null!;
    private HttpClient _other = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await LocalRedis.StartAsync(_folder, "test-password", durable: false, logFile: null, CancellationToken.None);
        _setup = await OpenAiPartialSetup.CreateAsync(("ConnectionStrings:redis", _redis.ConnectionString));
        _other = (await _setup.Setup.Application.StartInstanceAsync()).ClientFor(GenerationApplication.KeyOf(_setup.Setup.Account));
        _setup.OpenAi.Switchboard.Until = _begins.Task;
        _setup.OpenAi.Completing = _completes.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _other.Dispose();
        await _setup.DisposeAsync();
        await _redis.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task RepeatAtAnotherProcess_SeesWhatIsShownFromThenOn_AndListensNoLongerThanItWaits()
    {
        using var redis = await ConnectAsync();
        var opening = OpenAiPartialSetup.OpenAsync(_setup.Client, Wish, "k");
        await _setup.OpenAi.Switchboard.WaitForRequestsAsync(1);
        using var repeat = await OpenAiPartialSetup.OpenAsync(_other, Wish, "k");
        await _setup.Setup.Application.EventuallyAsync(async () => await ListeningAsync(redis) == 1, "the other process listens");
        _begins.SetResult();
        using var first = await opening;

        (await first.NameAsync()).ShouldBe("image_generation.partial_image 0");
        (await repeat.NameAsync()).ShouldBe("image_generation.partial_image 0");
        (await repeat.NameAsync()).ShouldBe("image_generation.partial_image 1");
        _completes.SetResult();
        (await repeat.NameAsync()).ShouldBe("image_generation.completed");
        (await first.NameAsync()).ShouldBe("image_generation.partial_image 1");
        (await first.NameAsync()).ShouldBe("image_generation.completed");
        await _setup.Setup.Application.EventuallyAsync(async () => await ListeningAsync(redis) == 0, "nobody listens any more");
        _setup.OpenAi.Switchboard.Count.ShouldBe(1);
        await _setup.Setup.BalanceBecomesAsync(980);
    }

    [Fact]
    public async Task RedisKilledInTheMiddle_EveryCallerGetsTheImage()
    {
        var opening = OpenAiPartialSetup.OpenAsync(_setup.Client, Wish, "k");
        await _setup.OpenAi.Switchboard.WaitForRequestsAsync(1);
        using var repeat = await OpenAiPartialSetup.OpenAsync(_other, Wish, "k");
        ServerProcess.Signal(_redis.ProcessId, SignalKill);
        _begins.SetResult();
        using var first = await opening;

        // Whoever began it needs no Redis to see it.
        (await first.NameAsync()).ShouldBe("image_generation.partial_image 0");
        (await first.NameAsync()).ShouldBe("image_generation.partial_image 1");
        using var late = await OpenAiPartialSetup.OpenAsync(_other, Wish, "k");
        _completes.SetResult();
        (await first.NameAsync()).ShouldBe("image_generation.completed");
        (await repeat.NameAsync()).ShouldBe("image_generation.completed");
        (await late.NameAsync()).ShouldBe("image_generation.completed");
        _setup.OpenAi.Switchboard.Count.ShouldBe(1);
        await _setup.Setup.BalanceBecomesAsync(980);
    }

    [Fact]
    public async Task WhatSomebodyElseWritesIntoTheChannel_IsShownOnlyWhenItIsAnImageOfTheWish()
    {
        using var redis = await ConnectAsync();
        var opening = OpenAiPartialSetup.OpenAsync(_setup.Client, Wish, "k");
        await _setup.OpenAi.Switchboard.WaitForRequestsAsync(1);
        using var repeat = await OpenAiPartialSetup.OpenAsync(_other, Wish, "k");
        await _setup.Setup.Application.EventuallyAsync(async () => await ListeningAsync(redis) == 1, "the other process listens");
        var channel = (await ChannelsAsync(redis)).Single();
        foreach (var message in new byte[][] { [], [0], [0, 1, 2, 3], [7, .. EmulatedImage.Make(64, 64, "image/png")] })
            (await redis.GetSubscriber().PublishAsync(channel, message)).ShouldBe(1);
        _begins.SetResult();
        _completes.SetResult();
        using var first = await opening;

        (await repeat.NextAsync())!.Value.Data["size"]!.ToString().ShouldBe("1024x1024");
    }

    private Task<ConnectionMultiplexer> ConnectAsync() => ConnectionMultiplexer.ConnectAsync(_redis.ConnectionString);

    private static async Task<string[]> ChannelsAsync(ConnectionMultiplexer redis) => (string[])(await redis.GetDatabase().ExecuteAsync("PUBSUB", "CHANNELS", "nanobanana:partials:*"))!;

    private static async Task<int> ListeningAsync(ConnectionMultiplexer redis) => (await ChannelsAsync(redis)).Length;
}

using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Providers;
using static NanoBanana.Generation.Tests.Providers.ProviderAssertions;

namespace NanoBanana.Generation.Tests.Providers;

public sealed class SandboxProviderTests : IAsyncLifetime
{
    private readonly ProviderSetup _setup = new();

    [Fact]
    public async Task SamePromptAndSeed_Generate_IsTheSameBytes()
    {
        var first = await DrawAsync("a blue whale", 5);

        (await DrawAsync("a blue whale", 5)).ShouldBe(first);
        (await DrawAsync("a blue whale", 6)).ShouldNotBe(first);
        (await DrawAsync("a blue snail", 5)).ShouldNotBe(first);
    }

    [Theory]
    [InlineData(256, 256)]
    [InlineData(512, 512)]
    [InlineData(1408, 768)]
    [InlineData(896, 1280)]
    [InlineData(2048, 2048)]
    [InlineData(1, 1)]
    [InlineData(3072, 40)]
    public async Task Size_Generate_IsExact(int width, int height)
    {
        var info = _setup.Codec.Measure(await DrawAsync("three red balloons over a very green meadow at dawn", 1, width, height)).ShouldNotBeNull();

        (info.MediaType, info.Width, info.Height).ShouldBe(("image/png", width, height));
    }

    [Theory]
    [InlineData("")]
    [InlineData("日本語のプロンプト")]
    [InlineData("\u0000\ud83c\udf4c\n\t")]
    public async Task OddPrompt_Generate_Draws(string prompt) => (await DrawAsync(prompt, 1)).Length.ShouldBePositive();

    [Fact]
    public async Task LongPrompt_Generate_Draws() =>
        _setup.Codec.Measure(await DrawAsync(string.Concat(Enumerable.Repeat("unendinglylongword and more ", 70)), 1, 256, 256)).ShouldNotBeNull();

    [Theory]
    [InlineData("a red thing", 0)]
    [InlineData("a blue thing", 2)]
    public async Task NamedColour_Generate_PrevailsInThePicture(string prompt, int channel)
    {
        for (var seed = 0; seed < 6; seed++)
        {
            var sums = Sum(await DrawAsync(prompt, seed, 256, 256));
            sums[channel].ShouldBe(sums.Max(), $"seed {seed}");
        }
    }

    [Fact]
    public async Task Impossible_Generate_IsRefusedInOurWords()
    {
        var sandbox = _setup.Provider("sandbox");

        (await sandbox.SendAsync(Request("sandbox-1", width: 100_000), CancellationToken.None)).ShouldBeFailed().Class.ShouldBe(FailureClass.BadInput);
        (await sandbox.SendAsync(Request("other"), CancellationToken.None)).ShouldBeFailed().Class.ShouldBe(FailureClass.Gone);
        (await sandbox.SendAsync(Request("sandbox-1"), new CancellationToken(canceled: true))).ShouldBeFailed().Class.ShouldBe(FailureClass.NotSent);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _setup.DisposeAsync();

    private static long[] Sum(byte[] png)
    {
        var image = Gd.FromPng(png.Length, ref png[0]);
        var sums = new long[3];
        for (var y = 0; y < 256; y += 3)
        {
            for (var x = 0; x < 256; x += 3)
            {
                var pixel = Gd.GetPixel(image, x, y);
                sums[0] += (pixel >> 16) & 0xFF;
                sums[1] += (pixel >> 8) & 0xFF;
                sums[2] += pixel & 0xFF;
            }
        }

        Gd.Destroy(image);
        return sums;
    }

    private async Task<byte[]> DrawAsync(string prompt, long seed, int width = 512, int height = 512)
    {
        var result = await _setup.Provider("sandbox").SendAsync(Request("sandbox-1", prompt, width, height, seed: seed), CancellationToken.None);
        using var bytes = result.ShouldBeDelivered().Bytes;
        return bytes.Memory.ToArray();
    }
}

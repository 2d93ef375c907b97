using System.Buffers.Binary;
using System.Text;
using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>The sandbox's moving pictures, read chunk by chunk.</summary>
public sealed class SandboxVideoTests : IAsyncLifetime
{
    private const int Frames = 12;
    private readonly ProviderSetup _setup = new();

    [Theory]
    [InlineData("16:9", "480p", 854, 480)]
    [InlineData("16:9", "720p", 1280, 720)]
    [InlineData("9:16", "720p", 720, 1280)]
    [InlineData("1:1", "720p", 720, 720)]
    [InlineData("4:3", "480p", 640, 480)]
    [InlineData("16:9", "1080p", 1920, 1080)]
    [InlineData("9:16", "4K", 1080, 1920)]
    public async Task ShapeAndStep_Generate_IsAFileThatStillImagesReadersMeasure(string ratio, string step, int expectedWidth, int expectedHeight)
    {
        var file = await FilmAsync(Request(step) with { Ratio = AspectRatio.Parse(ratio)!.Value });

        var info = PngFile.Measure(file).ShouldNotBeNull();
        (info.Width, info.Height).ShouldBe((expectedWidth, expectedHeight));
        file.Length.ShouldBeLessThan(8 * 1024 * 1024);
        using var still = (await _setup.Codec.ToPngAsync(file, 64, 64)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(null, 4)]
    [InlineData(7, 7)]
    [InlineData(61, 60)]
    public async Task Duration_Generate_IsWhatTheFramesLastTogether(int? asked, int seconds)
    {
        var chunks = Chunks(await FilmAsync(Request() with { DurationSeconds = asked }));

        var controls = chunks.Where(static chunk => chunk.Type == "fcTL").Select(static chunk => chunk.Body).ToList();
        controls.Count.ShouldBe(Frames);
        controls.Sum(static control => (double)BinaryPrimitives.ReadUInt16BigEndian(control.AsSpan(20)) / BinaryPrimitives.ReadUInt16BigEndian(control.AsSpan(22)))
            .ShouldBe(seconds, 1e-9);
        controls.ShouldAllBe(static control => control.Length == 26 && control.Skip(12).Take(8).All(static offset => offset == 0) && control[24] == 0 && control[25] == 0);
    }

    [Fact]
    public async Task File_Generate_HasItsChunksInOrderAndNumbered()
    {
        var chunks = Chunks(await FilmAsync(Request()));

        chunks[0].Type.ShouldBe("IHDR");
        chunks[1].Type.ShouldBe("acTL");
        chunks[1].Body.ShouldBe([0, 0, 0, Frames, 0, 0, 0, 0]);
        chunks[2].Type.ShouldBe("fcTL");
        chunks[3].Type.ShouldBe("IDAT");
        chunks[^1].Type.ShouldBe("IEND");
        chunks.Where(static chunk => chunk.Type is "fcTL" or "fdAT").Select(static chunk => BinaryPrimitives.ReadInt32BigEndian(chunk.Body))
            .ShouldBe(Enumerable.Range(0, chunks.Count(static chunk => chunk.Type is "fcTL" or "fdAT")));
    }

    [Fact]
    public async Task Frames_Generate_AreWholePicturesThatMove()
    {
        var chunks = Chunks(await FilmAsync(Request()));

        var pictures = Pictures(chunks);

        pictures.Count.ShouldBe(Frames);
        pictures.Select(Convert.ToHexString).Distinct().Count().ShouldBe(Frames);
        foreach (var picture in pictures)
        {
            var image = Gd.FromPng(picture.Length, ref picture[0]);
            image.ShouldNotBe(0);
            Gd.Destroy(image);
        }
    }

    [Fact]
    public async Task SamePromptAndSeed_Generate_IsTheSameBytes()
    {
        var film = await FilmAsync(Request());

        (await FilmAsync(Request())).ShouldBe(film);
        (await FilmAsync(Request() with { Seed = 8 })).ShouldNotBe(film);
    }

    [Fact]
    public async Task WrongModelOrCancelled_Generate_IsRefusedInOurWords()
    {
        var sandbox = _setup.Provider("sandbox");

        (await sandbox.SendAsync(Request() with { Model = "sandbox-1" }, CancellationToken.None)).ShouldBeFailed().Class.ShouldBe(FailureClass.Gone);
        (await sandbox.SendAsync(Request(), new CancellationToken(canceled: true))).ShouldBeFailed().Class.ShouldBe(FailureClass.NotSent);
        sandbox.Models[0].Id.ShouldBe("sandbox-1");
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _setup.DisposeAsync();

    private ProviderRequest Request(string step = "480p") => _setup.Request("sandbox", "sandbox-video-1", 1_280, 720, step);

    private async Task<byte[]> FilmAsync(ProviderRequest request)
    {
        var film = (await _setup.Provider("sandbox").SendAsync(request, CancellationToken.None)).ShouldBeDelivered();
        using var bytes = film.Bytes;
        film.MediaType.ShouldBe("image/apng");
        return bytes.Memory.ToArray();
    }

    private static List<(string Type, byte[] Body)> Chunks(byte[] file)
    {
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add((Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += length + 12;
        }

        return chunks;
    }

    /// <summary>Each frame as a file of its own, as a reader of animations would decode it.</summary>
    private static List<byte[]> Pictures(List<(string Type, byte[] Body)> chunks)
    {
        var pictures = new List<List<byte[]>>();
        foreach (var (type, body) in chunks)
        {
            if (type == "fcTL")
                pictures.Add([]);
            else if (type is "IDAT" or "fdAT")
                pictures[^1].Add(type == "IDAT" ? body : body[4..]);
        }

        return [.. pictures.Select(data => (byte[])[
            0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", chunks[0].Body), .. data.SelectMany(static body => Chunk("IDAT", body)), .. Chunk("IEND", [])])];
    }

    private static byte[] Chunk(string type, byte[] body)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. body];
        var frame = new byte[named.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(frame, body.Length);
        named.CopyTo(frame, 4);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(frame.Length - 4), PngFile.Checksum(named));
        return frame;
    }
}

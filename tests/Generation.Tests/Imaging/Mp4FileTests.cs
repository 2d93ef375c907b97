using System.Buffers.Binary;
using System.Diagnostics;
using NanoBanana.Generation.Imaging;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Imaging;

/// <summary>What an MP4 is found to be, and what hostile bytes cannot make of whoever measures them.</summary>
public sealed class Mp4FileTests
{
    private static readonly byte[] Movie = EmulatedMovie.Make(320, 180, 4);

    [Theory]
    [InlineData(1280, 720, 8_000)]
    [InlineData(720, 1280, 5_041)]
    [InlineData(64, 64, 40)]
    public async Task Movie_Measured_IsItsSizeAndLength(int width, int height, int milliseconds)
    {
        var length = TimeSpan.FromMilliseconds(milliseconds);

        (await MeasureAsync(EmulatedMovie.Make(width, height, length))).ShouldBe(new VideoInfo("video/mp4", width, height, length));
    }

    [Fact]
    public async Task MovieTurnedByAQuarter_Measured_HasTheSidesThatAreShown()
    {
        var info = (await MeasureAsync(EmulatedMovie.Make(320, 180, TimeSpan.FromSeconds(4), isTurned: true))).ShouldNotBeNull();

        (info.Width, info.Height).ShouldBe((180, 320));
    }

    [Fact]
    public async Task HeadersOfSixtyFourBits_Measured_AreReadWhereTheyThenStand()
    {
        byte[] movieHeader = [1, 0, 0, 0, .. new byte[16], 0, 0, 0x03, 0xE8, 0, 0, 0, 0, 0, 0, 0x17, 0x70, .. new byte[80]];
        byte[] trackHeader = [1, .. new byte[51], .. new byte[36], 2, 0, 0, 0, 1, 0, 0, 0];

        (await MeasureAsync(Of(movieHeader, trackHeader))).ShouldBe(new VideoInfo("video/mp4", 512, 256, TimeSpan.FromSeconds(6)));
    }

    [Fact]
    public async Task FilmInFragments_Measured_HasTheLengthOfItsExtensionsHeader()
    {
        byte[] movieHeader = [.. new byte[12], 0, 0, 0x03, 0xE8, .. new byte[84]];
        byte[] extensions = Box("mvex", Box("mehd", [0, 0, 0, 0, 0, 0, 0x0B, 0xB8]));

        (await MeasureAsync(Of(movieHeader, TrackHeader(), extensions))).ShouldNotBeNull().Duration.ShouldBe(TimeSpan.FromSeconds(3));
        (await MeasureAsync(Of(movieHeader, TrackHeader()))).ShouldBeNull();
    }

    [Fact]
    public async Task LastBoxToTheEndAndBoxOfSixtyFourBits_Measured_AreFine()
    {
        byte[] before = [.. Movie[..Index("mdat")], .. Wide("free", 16, new byte[10]), 0, 0, 0, 0, .. "mdat"u8, .. new byte[500]];

        (await MeasureAsync(before)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("hdlr", 16, 's')]
    [InlineData("ftyp", 4, 'x')]
    [InlineData("mdat", 4, 'x')]
    [InlineData("moov", 4, 'x')]
    [InlineData("mvhd", 4, 'x')]
    [InlineData("tkhd", 4, 'x')]
    public async Task PartThatIsMissing_Measured_IsNoVideo(string box, int offset, char letter)
    {
        var file = Movie.ToArray();
        file[Index(box) + offset] = (byte)letter;

        (await MeasureAsync(file)).ShouldBeNull();
    }

    [Theory]
    [InlineData("moov", 0u)]
    [InlineData("moov", 7u)]
    [InlineData("trak", 0u)]
    [InlineData("trak", 0x7FFF_FFFFu)]
    [InlineData("mdat", 0xFFFF_FFFFu)]
    [InlineData("mvhd", 1u)]
    [InlineData("tkhd", 12u)]
    [InlineData("tkhd", 8u)]
    public async Task SizeThatLies_Measured_IsNoVideo(string box, uint size)
    {
        var file = Movie.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(Index(box)), size);

        (await MeasureAsync(file)).ShouldBeNull();
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(8ul)]
    [InlineData(ulong.MaxValue)]
    [InlineData(0x8000_0000_0000_0000ul)]
    public async Task WideSizeThatLies_Measured_IsNoVideo(ulong size)
    {
        byte[] file = [.. Movie, .. Wide("free", size, new byte[64])];

        (await MeasureAsync(file)).ShouldBeNull();
    }

    [Fact]
    public async Task TracksInTracksAndBoxesWithoutNumber_Measured_EndSoonWithNothing()
    {
        var nested = Box("trak");
        for (var i = 0; i < 20_000; i++)
            nested = i % 200 == 0 ? Box("moov", nested) : Box("trak", nested);
        byte[] empty = [.. Box("ftyp", "isom"u8.ToArray()), .. Enumerable.Repeat(Box("free"), 1_000_000).SelectMany(static box => box)];
        var started = Stopwatch.GetTimestamp();

        (await MeasureAsync([.. Box("ftyp", "isom"u8.ToArray()), .. nested])).ShouldBeNull();
        (await MeasureAsync(empty)).ShouldBeNull();

        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(10_000, false)]
    public async Task MovieWithBoxesBehindIt_Measured_IsReadUpToALimit(int boxes, bool isVideo)
    {
        byte[] file = [.. Movie, .. Enumerable.Repeat(Box("free"), boxes).SelectMany(static box => box)];

        (await MeasureAsync(file) is not null).ShouldBe(isVideo);
    }

    [Fact]
    public async Task MovieCutAnywhere_Measured_IsNoVideo()
    {
        for (var length = 0; length < Movie.Length; length++)
            (await MeasureAsync(Movie[..length])).ShouldBeNull($"{length} of {Movie.Length} bytes");
    }

    [Fact]
    public async Task MovieWithAnyBytesChanged_Measured_NeverThrowsAndStaysWithinSense()
    {
        var random = new Random(20261122);
        for (var round = 0; round < 20_000; round++)
        {
            var file = Movie[..(Index("mdat") + 64)];
            for (var change = random.Next(1, 5); change > 0; change--)
                file[random.Next(file.Length)] = (byte)random.Next(256);
            if (await MeasureAsync(file) is { } info)
                (info.Width is > 0 and <= 65_536 && info.Height is > 0 and <= 65_536 && info.Duration > TimeSpan.Zero && info.Duration <= TimeSpan.FromDays(1)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Image_Measured_IsNoVideo()
    {
        (await MeasureAsync(EmulatedImage.Make(64, 64, "image/png"))).ShouldBeNull();
        (await MeasureAsync(EmulatedImage.Make(64, 64, "image/jpeg"))).ShouldBeNull();
    }

    private static async Task<VideoInfo?> MeasureAsync(byte[] file) => await VideoFile.MeasureAsync(new MemoryStream(file), CancellationToken.None);

    private static int Index(string box) => Movie.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(box)) - 4;

    private static byte[] Of(byte[] movieHeader, byte[] trackHeader, params byte[] more) =>
    [
        .. Box("ftyp", "isom"u8.ToArray()),
        .. Box("moov", [.. Box("mvhd", movieHeader), .. Box("trak", [.. Box("tkhd", trackHeader), .. Box("mdia", Box("hdlr", [.. new byte[8], .. "vide"u8]))]), .. more]),
        .. Box("mdat"),
    ];

    private static byte[] TrackHeader() => [.. new byte[76], 2, 0, 0, 0, 1, 0, 0, 0];

    private static byte[] Box(string name, params byte[] content) => EmulatedMovie.Box(name, content);

    /// <summary>A box that tells its size in 64 bits.</summary>
    /// <param name="size">Added to by the content when it is the head's own.</param>
    private static byte[] Wide(string name, ulong size, byte[] content)
    {
        var box = new byte[16 + content.Length];
        BinaryPrimitives.WriteUInt32BigEndian(box, 1);
        System.Text.Encoding.ASCII.GetBytes(name, box.AsSpan(4));
        BinaryPrimitives.WriteUInt64BigEndian(box.AsSpan(8), size == 16 ? (ulong)box.Length : size);
        content.CopyTo(box, 16);
        return box;
    }
}

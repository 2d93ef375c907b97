using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using NanoBanana.Generation.Imaging;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Inputs;

/// <summary>What is no image, or none that may be handed on: refused by name before anything is held, stored or sent.</summary>
public sealed class HostileImageTests(InputFixture fixture)
{
    private const string NotWhole = "The image is not a whole PNG, JPEG or WebP file";
    private readonly Guid _account = Guid.NewGuid();

    public static TheoryData<string, string> Hostile => new()
    {
        { "cut png", NotWhole },
        { "cut jpeg", NotWhole },
        { "cut webp", NotWhole },
        { "zip behind a png", NotWhole },
        { "script behind a jpeg", NotWhole },
        { "flipped bit", NotWhole },
        { "html", NotWhole },
        { "svg", NotWhole },
        { "gif", NotWhole },
        { "zeros", NotWhole },
        { "bomb", "The image has more than 32 million pixels" },
        { "pixels that do not inflate", "The image's pixels cannot be decoded" },
        { "too few pixels", "The image's pixels cannot be decoded" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Bytes_Edited_AreRefusedByNameAndNothingIsCharged(string kind, string fault)
    {
        var client = fixture.ClientOf(_account);

        using var response = await InputFixture.PostAsync(client, "/v1/edit", new { image = Convert.ToBase64String(Make(kind)), prompt = "x" });

        var body = (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!.ToJsonString();
        response.ErrorCode().ShouldBe("input.invalid_image");
        body.ShouldContain("\"image\"");
        body.ShouldContain(fault.Replace("'", "\\u0027", StringComparison.Ordinal));
        (await fixture.JobsOfAsync(_account)).ShouldBe(0);
        (await fixture.AvailableOfAsync(_account)).ShouldBe(1_000);
        (await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.inputs WHERE account_id = @a", ("a", _account))).ShouldBe(0L);
    }

    [Theory]
    [InlineData("???")]
    [InlineData("")]
    [InlineData("data:image/png,plain")]
    [InlineData("data:image/png;base64,AAAA====")]
    public async Task TextThatIsNoImage_IsRefusedByName(string image)
    {
        using var response = await InputFixture.PostAsync(fixture.ClientOf(_account), "/v1/edit", new { image, prompt = "x" });

        (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!.ToJsonString().ShouldContain("Input should be base64");
    }

    [Fact]
    public async Task ImageMissing_IsNamed()
    {
        using var response = await InputFixture.PostAsync(fixture.ClientOf(_account), "/v1/edit", new { prompt = "x" });

        (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!.ToJsonString().ShouldContain("\"image\"");
    }

    [Fact]
    public async Task BodyBeyondEveryLimit_Is413()
    {
        // Asked first, because whoever sends on while it is refused may lose the answer with the connection.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/edit") { Content = JsonContent.Create(new { image = new string('A', 29_500_000), prompt = "x" }) };
        request.Headers.ExpectContinue = true;
        await request.Content.LoadIntoBufferAsync();

        using var response = await fixture.ClientOf(_account).SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task ImageBeyondItsLimit_IsNamedWithIt()
    {
        using var response = await InputFixture.PostAsync(fixture.ClientOf(_account), "/v1/edit", new { image = Convert.ToBase64String(new byte[(20 * 1024 * 1024) + 1]), prompt = "x" });

        (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!.ToJsonString().ShouldContain("The image is larger than 20 MB");
    }

    private static byte[] Make(string kind) => kind switch
    {
        "cut png" => EmulatedImage.Make(640, 480, "image/png")[..^20],
        "cut jpeg" => EmulatedImage.Make(640, 480, "image/jpeg")[..^200],
        "cut webp" => EmulatedImage.Make(640, 480, "image/webp")[..^20],
        "zip behind a png" => [.. EmulatedImage.Make(640, 480, "image/png"), .. "PK\u0003\u0004"u8, .. new byte[100]],
        "script behind a jpeg" => [.. EmulatedImage.Make(640, 480, "image/jpeg"), .. "<script>alert(1)</script>"u8],
        "flipped bit" => Flip(EmulatedImage.Make(640, 480, "image/png")),
        "html" => Encoding.ASCII.GetBytes("<html><body>" + new string('x', 3_000)),
        "svg" => Encoding.ASCII.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"file:///etc/passwd\"/></svg>" + new string(' ', 3_000)),
        "gif" => [.. "GIF89a"u8, .. new byte[3_000]],
        "zeros" => new byte[3_000],
        "bomb" => Png(40_000, 40_000, Deflate(new byte[1_000])),
        "pixels that do not inflate" => Png(64, 64, [1, 2, 3, 4]),
        "too few pixels" => Png(640, 640, Deflate(new byte[1_000])),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static byte[] Flip(byte[] image)
    {
        var flipped = (byte[])image.Clone();
        flipped[flipped.Length / 2] ^= 1;
        return flipped;
    }

    private static byte[] Deflate(byte[] pixels)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
            zlib.Write(pixels);
        return packed.ToArray();
    }

    private static byte[] Png(int width, int height, byte[] pixels)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, pixels), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), PngFile.Checksum(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }
}

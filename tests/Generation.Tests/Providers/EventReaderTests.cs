using System.Text;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>Server-sent events in every form that they may come in, and in pieces of any size.</summary>
public sealed class EventReaderTests
{
    private const int Limit = 1024 * 1024;

    [Theory]
    [InlineData("event: a\ndata: 1\n\n", "a=1")]
    [InlineData("data:1\n\n", "=1")]
    [InlineData("event: a\r\ndata: 1\r\n\r\n", "a=1")]
    [InlineData("\uFEFFdata: 1\n\n", "=1")]
    [InlineData("data: 1\ndata:  2\ndata\ndata:\ndata: 3\n\n", "=1\n 2\n\n3")]
    [InlineData(": comment\n\n\nid: 1\nretry: 5\nevent: no data\n\ndata: 1\n\nevent: b\ndata: 2\n\n", "=1 b=2")]
    [InlineData("data: 1\n\ndata: 2\n", "=1")]
    [InlineData("data: 1\n\ndata: never ended", "=1")]
    [InlineData("", "")]
    public async Task Events_InPiecesOfAnySize_AreRead(string text, string expected)
    {
        foreach (var piece in new[] { 1, 2, 7, 1_000 })
        {
            var read = new List<string>();
            var end = await ReadAsync(Encoding.UTF8.GetBytes(text), piece, (name, data) =>
            {
                read.Add($"{name}={Encoding.UTF8.GetString(data.Span)}");
                return null;
            });

            (string.Join(' ', read), end).ShouldBe((expected, "lost ENDED_EARLY"), $"in pieces of {piece}");
        }
    }

    [Fact]
    public async Task LargeEvents_OneAfterTheOther_AreWholeAndReadNoFurtherThanTheResult()
    {
        var text = string.Concat(Enumerable.Range(0, 6).Select(static number => $"event: {number}\ndata: {new string((char)('a' + number), 200_000 * number)}\n\n"));
        var lengths = new List<int>();

        var end = await ReadAsync(Encoding.UTF8.GetBytes(text), 30_000, (name, data) =>
        {
            data.Span.IndexOfAnyExcept((byte)('a' + name[0] - '0')).ShouldBe(-1);
            lengths.Add(data.Length);
            return name == "4" ? "done" : null;
        });

        end.ShouldBe("done");
        lengths.ShouldBe([0, 200_000, 400_000, 600_000, 800_000]);
    }

    [Fact]
    public async Task EventBeyondTheLimit_IsNotReadToItsEnd()
    {
        var endless = new Pieces(Encoding.UTF8.GetBytes("data: " + new string('x', 8 * Limit)), 10_000);

        var end = await EventReader.ReadAsync<string>(new StreamContent(endless), Limit, static (_, _) => null, static detail => detail, CancellationToken.None);

        end.ShouldBe("TOO_LARGE");
        endless.Given.ShouldBeLessThan(3 * Limit);
    }

    private static Task<string> ReadAsync(byte[] bytes, int piece, Func<string, ReadOnlyMemory<byte>, string?> next) =>
        EventReader.ReadAsync(new StreamContent(new Pieces(bytes, piece)), Limit, next, static detail => "lost " + detail, CancellationToken.None);

    /// <summary>Gives no more than so much at a time, as a socket may.</summary>
    private sealed class Pieces(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public int Given { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer[..Math.Min(most, buffer.Length)], cancellationToken);
            Given += read;
            return read;
        }
    }
}

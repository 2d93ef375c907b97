using System.Text;
using NanoBanana.Generation.Imaging;

namespace NanoBanana.Generation.Providers.Transport;

/// <summary>
/// Reads an answer that comes as server-sent events, one event at a time in one rented buffer. The framework's parser is not used, because it has no limit and
/// rents from the pool that keeps large arrays for each thread. Lines end with LF or CRLF; nobody is known to send the lone CR that the format also allows.
/// </summary>
internal sealed class EventReader : IDisposable
{
    private const int FirstRent = 64 * 1024;
    private const byte LineEnd = (byte)'\n';
    private readonly List<(int Offset, int Length)> _data = [];
    private byte[] _buffer = ImageBuffers.Pool.Rent(FirstRent);
    private string _name = "";

    // What the event under way begins with, its line under way, what was searched for the end of that, and what there is.
    private int _start;
    private int _line;
    private int _searched;
    private int _end;

    private EventReader()
    {
    }

    /// <summary>Until an event brings a result.</summary>
    /// <param name="limit">Of one event, in bytes.</param>
    /// <param name="next">What an event, by its name and data, brings; null when more is to come. The data is gone when it returns.</param>
    /// <param name="lost">Says that no event did: they ended, or one was too large.</param>
    public static async Task<TResult> ReadAsync<TResult>(
        HttpContent content, int limit, Func<string, ReadOnlyMemory<byte>, TResult?> next, Func<string, TResult> lost, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var reader = new EventReader();
        while (true)
        {
            while (reader.TryTake(out var name, out var data))
            {
                if (next(name, data) is { } result)
                    return result;
            }

            if (reader._end - reader._start > limit)
                return lost("TOO_LARGE");
            reader.MakeRoom();
            var read = await stream.ReadAsync(reader._buffer.AsMemory(reader._end), cancellationToken);
            if (read == 0)
                return lost("ENDED_EARLY");
            reader._end += read;
        }
    }

    public void Dispose()
    {
        ImageBuffers.Pool.Return(_buffer);
        _buffer = [];
    }

    private bool TryTake(out string name, out ReadOnlyMemory<byte> data)
    {
        while (_buffer.AsSpan(_searched, _end - _searched).IndexOf(LineEnd) is >= 0 and var length)
        {
            var (offset, end) = (_line, _searched + length);
            _line = _searched = end + 1;
            if (end > offset && _buffer[end - 1] == (byte)'\r')
                end--;
            if (end > offset)
            {
                ReadField(offset, end - offset);
                continue;
            }

            (name, data) = (_name, Joined());
            _start = _line;
            _name = "";
            if (_data.Count > 0)
            {
                _data.Clear();
                return true;
            }
        }

        _searched = _end;
        (name, data) = ("", default);
        return false;
    }

    /// <summary>What is no name and no data (a comment, an id) says nothing to us.</summary>
    private void ReadField(int offset, int length)
    {
        var line = _buffer.AsSpan(offset, length);
        if (line.StartsWith(Encoding.UTF8.Preamble))
            line = line[Encoding.UTF8.Preamble.Length..];
        if (line.StartsWith("event:"u8))
            _name = Encoding.UTF8.GetString(line["event:"u8.Length..]).Trim();
        if (!line.StartsWith("data:"u8))
            return;
        var value = line["data:"u8.Length..];
        if (value.StartsWith(" "u8))
            value = value[1..];
        _data.Add((offset + length - value.Length - _start, value.Length));
    }

    /// <summary>Its lines of data with line ends between them, moved together where they are several: what lay between is longer.</summary>
    private ReadOnlyMemory<byte> Joined()
    {
        if (_data.Count == 0)
            return default;
        var (first, at) = (_start + _data[0].Offset, _start + _data[0].Offset + _data[0].Length);
        foreach (var (offset, length) in _data.Skip(1))
        {
            _buffer[at++] = LineEnd;
            _buffer.AsSpan(_start + offset, length).CopyTo(_buffer.AsSpan(at));
            at += length;
        }

        return _buffer.AsMemory(first, at - first);
    }

    private void MakeRoom()
    {
        if (_end < _buffer.Length)
            return;
        var from = _buffer;
        if (_start < from.Length / 2)
            _buffer = ImageBuffers.Pool.Rent(from.Length * 2);
        from.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_line, _searched, _end, _start) = (_line - _start, _searched - _start, _end - _start, 0);
        if (!ReferenceEquals(from, _buffer))
            ImageBuffers.Pool.Return(from);
    }
}

using System.Buffers.Binary;

namespace NanoBanana.Gateway.Proxy;

/// <summary>
/// Where in a stream of WebSocket frames from a server something of our own may stand: between two of them (RFC 6455, 5.2). A server's
/// frames are not masked.
/// </summary>
internal sealed class FrameBoundary
{
    private const int ShortHeader = 2;
    private const int MediumHeader = 4;
    private const int LongHeader = 10;
    private const int Close = 8;
    private readonly byte[] _header = new byte[LongHeader];
    private int _have;
    private int _size = ShortHeader;
    private long _payload;

    public bool IsReached => _have == 0 && _payload == 0;

    /// <summary>Whether the server has said goodbye itself.</summary>
    public bool HasClosed { get; private set; }

    public void Pass(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_payload > 0)
            {
                var passed = (int)Math.Min(_payload, bytes.Length);
                _payload -= passed;
                bytes = bytes[passed..];
                continue;
            }

            _header[_have++] = bytes[0];
            bytes = bytes[1..];
            if (_have == ShortHeader)
                _size = (_header[1] & 0x7F) switch { 126 => MediumHeader, 127 => LongHeader, _ => ShortHeader };
            if (_have == _size)
                Begin();
        }
    }

    private void Begin()
    {
        HasClosed |= (_header[0] & 0x0F) == Close;
        _payload = _size switch
        {
            MediumHeader => BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(ShortHeader)),
            LongHeader => BinaryPrimitives.ReadInt64BigEndian(_header.AsSpan(ShortHeader)),
            _ => _header[1] & 0x7F,
        };
        (_have, _size) = (0, ShortHeader);
    }
}

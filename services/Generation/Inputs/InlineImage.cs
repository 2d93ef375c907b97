using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Inputs;

/// <summary>
/// An image in a field of JSON: base64 with or without a <c>data:</c> prefix, an http(s) address, or the name of one of the account's own. Base64 is decoded while the
/// body is read, without ever being a string.
/// </summary>
[JsonConverter(typeof(InlineImageConverter))]
internal sealed class InlineImage
{
    private byte[]? _bytes;

    public static InlineImage Unreadable { get; } = new();

    public static InlineImage Of(byte[] bytes) => new() { _bytes = bytes };

    public static InlineImage Of(string text) => new() { Text = text };

    /// <summary>An address or a name; null of bytes.</summary>
    public string? Text { get; private init; }

    public bool HasBytes => _bytes is not null;

    /// <summary>The bytes, once: they are many, and the request outlives their use.</summary>
    public byte[]? Take() => Interlocked.Exchange(ref _bytes, null);
}

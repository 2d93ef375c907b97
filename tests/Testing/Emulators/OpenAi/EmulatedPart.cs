namespace NanoBanana.Testing.Emulators;

/// <summary>One part of a form that an emulator was sent.</summary>
/// <param name="Name">Of the field.</param>
/// <param name="FileName">Null for a field that is no file.</param>
/// <param name="ContentType">As declared; empty when it is not.</param>
/// <param name="Bytes">As they came.</param>
public sealed record EmulatedPart(string Name, string? FileName, string ContentType, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The bytes as UTF-8.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Bytes.Span);
}

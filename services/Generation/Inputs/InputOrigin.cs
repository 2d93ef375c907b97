using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Inputs;

/// <summary>What an input image came as.</summary>
/// <param name="Field">The field of the request that brought it, for whoever is told that it cannot be used.</param>
internal abstract record InputOrigin(string Field)
{
    /// <summary>Bytes, which wait in a temporary file until the request ends.</summary>
    internal sealed record Upload(string Field, SpooledFile File) : InputOrigin(Field);

    /// <summary>An address on a public host.</summary>
    internal sealed record Link(string Field, Uri Address) : InputOrigin(Field);

    /// <summary>An image of the account's own: its id, its file's name, its whole name, or its job and place.</summary>
    internal sealed record Own(string Field, string Name) : InputOrigin(Field);
}

using System.Buffers.Text;
using System.Security.Cryptography;
using NanoBanana.Contracts.Keys;

namespace NanoBanana.Keys.ApiKeys;

/// <summary>Makes key texts. Their shapes are in <see cref="KeyFormats"/>, which the gateway shares.</summary>
internal static class KeyFormat
{
    private const int SaasRandomBytes = 16;
    private const int SaasShownLength = 12;
    private const int LabRandomBytes = 32;
    private const int LabShownLength = 16;
    private const int BanatieRandomBytes = 32;
    private const int BanatieShownLength = 12;

    /// <summary>A new text of the SaaS door: 128 random bits.</summary>
    public static KeyMaterial NewSaas()
    {
        var text = KeyFormats.SaasPrefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SaasRandomBytes));
        return new KeyMaterial(text, text[..SaasShownLength], KeyFormats.Hash(text));
    }

    /// <summary>A new text of the Lab's door: 256 random bits, which are 43 characters.</summary>
    public static KeyMaterial NewLab()
    {
        var text = KeyFormats.LabPrefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(LabRandomBytes));
        return new KeyMaterial(text, text[..LabShownLength], KeyFormats.Hash(text));
    }

    /// <summary>A new text of the operator's door: 256 random bits.</summary>
    public static KeyMaterial NewBanatie() => OfBanatie(KeyFormats.BanatiePrefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(BanatieRandomBytes)));

    /// <summary>A text of that shape which the operator made.</summary>
    public static KeyMaterial OfBanatie(string text) => new(text, text[..BanatieShownLength], KeyFormats.Hash(text));
}

/// <summary>A key text with what is kept of it. A class and not a record, whose ToString would print the text.</summary>
public sealed class KeyMaterial(string text, string prefix, byte[] hash)
{
    /// <summary>Shown once, to whoever asked for it; kept nowhere.</summary>
    public string Text { get; } = text;

    public string Prefix { get; } = prefix;

    public byte[] Hash { get; } = hash;
}

using System.Runtime.InteropServices;

namespace NanoBanana.Generation.Providers.Sandbox;

/// <summary>A colour, eight bits a channel.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Ink(byte Red, byte Green, byte Blue)
{
    public static Ink White { get; } = new(255, 255, 255);

    public static Ink Black { get; } = new(0, 0, 0);

    public static Ink FromRgb(int rgb) => new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);

    /// <summary>A colour on the way to another: 0 is this one, 1 the other.</summary>
    public Ink Toward(Ink other, float share) => new(Mix(Red, other.Red, share), Mix(Green, other.Green, share), Mix(Blue, other.Blue, share));

    /// <summary>As libgd takes it, where 127 is transparent.</summary>
    public int ToGd(float opacity) =>
        ((int)(127 - 127 * Math.Clamp(opacity, 0f, 1f) + 0.5f) << 24) | (Red << 16) | (Green << 8) | Blue;

    private static byte Mix(byte from, byte to, float share) => (byte)(from + (to - from) * share + 0.5f);
}

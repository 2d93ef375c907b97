using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Sandbox;

namespace NanoBanana.Generation.Inputs;

/// <summary>The blank image for models that only edit, when a new image is wanted of them.</summary>
internal static class NeutralBase
{
    /// <summary>Its file's name among the inputs: everybody may have it.</summary>
    public const string FileName = "neutral.png";

    private static readonly Lazy<byte[]> Blank = new(static () =>
    {
        using var canvas = new Canvas(1024, 1024);
        canvas.Rectangle(0, 0, 1024, 1024, Ink.FromRgb(0xE6E6E6));
        using var png = canvas.ToPng() ?? throw new InvalidOperationException("libgd cannot encode a PNG.");
        return png.Memory.ToArray();
    });

    /// <summary>The prompt beside it.</summary>
    public static string Prompt(string prompt) => "The image given is an empty canvas. Ignore it and create a completely new image: " + prompt;

    /// <summary>Light grey, 1024 by 1024.</summary>
    public static byte[] Png => Blank.Value;

    /// <param name="origin">The public name of the gateway.</param>
    public static ReferenceImage At(string origin) => new(default, "image/png", new Uri($"{origin}/v1/inputs/{FileName}"));
}

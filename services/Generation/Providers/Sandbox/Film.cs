using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Providers.Sandbox;

/// <summary>The moving picture of a prompt: its painting, with lights that drift over it and end where they began.</summary>
internal static class Film
{
    private const int Frames = 12;
    private const int LongestSide = 640;
    private const int UsualSeconds = 4;
    private const int MostSeconds = 10;

    /// <summary>Null when the library cannot encode it.</summary>
    public static PooledBytes? Of(ProviderRequest request, CancellationToken cancellationToken)
    {
        var (width, height) = SizeOf(request.Ratio);
        var frames = new List<PooledBytes>(Frames);
        try
        {
            for (var i = 0; i < Frames; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Painting.Of(request.Prompt, request.Seed, width, height, (float)i / Frames) is not { } frame)
                    return null;
                frames.Add(frame);
            }

            return AnimatedPng.Of(frames, (ushort)Math.Clamp(request.DurationSeconds ?? UsualSeconds, 1, MostSeconds));
        }
        finally
        {
            frames.ForEach(static frame => frame.Dispose());
        }
    }

    private static (int Width, int Height) SizeOf(AspectRatio ratio)
    {
        var scale = (double)LongestSide / Math.Max(ratio.Width, ratio.Height);
        return (Math.Max(1, (int)(ratio.Width * scale)), Math.Max(1, (int)(ratio.Height * scale)));
    }
}

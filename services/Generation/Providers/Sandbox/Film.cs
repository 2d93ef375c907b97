using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Providers.Sandbox;

/// <summary>The moving picture of a prompt: its painting, with lights that drift over it and end where they began.</summary>
internal static class Film
{
    private const int Frames = 12;

    // 1080p takes about a second and 2 MB, however long it lasts. 4K would take four times that, for a film that nobody pays for.
    private const int LongestSide = 1_920;
    private const int UsualSeconds = 4;
    private const int MostSeconds = 60;

    /// <summary>Null when the library cannot encode it.</summary>
    public static PooledBytes? Of(ProviderRequest request, CancellationToken cancellationToken)
    {
        var (width, height) = SizeOf(request);
        var frames = new List<PooledBytes>(Frames);
        try
        {
            for (var i = 0; i < Frames; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Painting.Of(request.Prompt, request.Seed, width, height, (float)i / Frames, request.References) is not { } frame)
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

    /// <summary>The shape at the step where that is small enough; of a larger one the same shape.</summary>
    private static (int Width, int Height) SizeOf(ProviderRequest request)
    {
        var (ratio, longest) = (request.Ratio, LongestSide);
        if (VideoSteps.SizeOf(ratio, request.Resolution) is { } size && Math.Max(size.Width, size.Height) <= longest)
            return (size.Width, size.Height);
        var scale = (double)longest / Math.Max(ratio.Width, ratio.Height);
        return (Math.Max(1, (int)Math.Round(ratio.Width * scale)), Math.Max(1, (int)Math.Round(ratio.Height * scale)));
    }
}

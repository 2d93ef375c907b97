using NanoBanana.Generation.Providers.Models;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.OpenAi;

/// <summary>Sizes as OpenAI's clients write them.</summary>
internal static class OpenAiSize
{
    private const int Default = 1_024;
    private const int MinSide = 64;
    private const int MaxSide = 4_096;
    private const int MaxRatio = 3;

    /// <summary>Whether the size is left to the model or to the image that comes along.</summary>
    public static bool IsFree(string? size) => size is null or "" or "auto";

    /// <summary>Width and height, in pixels; a square of a megapixel when it is left to us.</summary>
    public static (int Width, int Height) Read(string? size, RequestValidation validation)
    {
        if (IsFree(size))
            return (Default, Default);
        if (size!.Contains(':', StringComparison.Ordinal) || AspectRatio.Parse(size) is not { } sides)
            validation.Add("size", "value_error", "Invalid size: it should be 'auto' or 'WxH', such as '1024x1024'.");
        else if (Math.Min(sides.Width, sides.Height) < MinSide || Math.Max(sides.Width, sides.Height) > MaxSide)
            validation.Add("size", "value_error", $"Invalid size: each side should be from {MinSide} to {MaxSide} pixels.");
        else if (Math.Max(sides.Width, sides.Height) > MaxRatio * Math.Min(sides.Width, sides.Height))
            validation.Add("size", "value_error", $"Invalid size: the longer side should be at most {MaxRatio} times the shorter.");
        else
            return (sides.Width, sides.Height);
        return (Default, Default);
    }
}

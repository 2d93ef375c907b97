using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Inputs;

/// <summary>The size of a result that shall be like its first input: the same shape, with the pixels of the step that is asked for, or else of 1K.</summary>
internal static class InputShape
{
    private const int Step = 16;

    public static GenerationRequest Apply(GenerationRequest request)
    {
        if (!request.SizedAsInput || request.Inputs is not { Count: > 0 } inputs)
            return request;
        var pixels = (double)request.Width * request.Height;
        var scale = Math.Sqrt(pixels / ((double)inputs[0].Width * inputs[0].Height));
        return request with { Width = Side(inputs[0].Width * scale), Height = Side(inputs[0].Height * scale) };
    }

    private static int Side(double length) => Math.Max(Step, (int)Math.Round(length / Step) * Step);
}

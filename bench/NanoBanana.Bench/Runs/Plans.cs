using NanoBanana.Bench.Load;
using NanoBanana.Bench.Servers;

namespace NanoBanana.Bench.Runs;

/// <summary>The requests that are compared.</summary>
internal static class Plans
{
    private const string Generate = "/v1/generate";
    private const string Prompt = "A cute banana wearing sunglasses on a beach at sunset, in the style of a travel poster";
    private const string GenerateBody = $$"""{"prompt":"{{Prompt}}"}""";

    private const string GeminiBody =
        $$$"""{"contents":[{"role":"user","parts":[{"text":"{{{Prompt}}}"}]}],"generationConfig":{"responseModalities":["IMAGE"],"imageConfig":{"aspectRatio":"1:1","imageSize":"1K"},"seed":1}}""";

    /// <summary>One small request, answered by the upstream at once.</summary>
    public static (LoadPlan Bare, LoadPlan Ours) Gateway(BenchSystem system, IReadOnlyList<string> keys)
    {
        var headers = Bearers(keys);
        return (
            new LoadPlan(system.Yarp.Address, Generate, GenerateBody, headers),
            new LoadPlan(system.MockedGateway.Address, Generate, GenerateBody, headers));
    }

    /// <summary>An image, against a proxy that only forwards the provider's own call.</summary>
    public static (LoadPlan Bare, LoadPlan Ours) WholeCall(BenchSystem system, IReadOnlyList<string> keys)
    {
        Dictionary<string, string> google = new(StringComparer.Ordinal) { ["Content-Type"] = "application/json; charset=utf-8", ["x-goog-api-key"] = "bench-google-key" };
        return (
            new LoadPlan(system.Yarp.Address, "/v1beta/models/gemini-nano-banana-2.1:generateContent", GeminiBody, [google]),
            new LoadPlan(system.Gateway.Address, Generate, GenerateBody, Bearers(keys)) { IsIdempotent = true });
    }

    private static List<Dictionary<string, string>> Bearers(IReadOnlyList<string> keys) =>
    [
        .. keys.Select(static key => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Content-Type"] = "application/json",
            ["Authorization"] = "Bearer " + key,
        }),
    ];
}

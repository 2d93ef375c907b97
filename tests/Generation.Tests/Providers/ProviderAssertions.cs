using NanoBanana.Generation.Providers;

namespace NanoBanana.Generation.Tests.Providers;

internal static class ProviderAssertions
{
    public static ProviderRequest Request(
        string model = "gemini-nano-banana-2.1", string prompt = "a red apple", int width = 1024, int height = 1024, string resolution = "1K", long seed = 7) =>
        new(model, prompt, width, height, resolution, seed);

    /// <summary>The failure; disposes an image that came instead.</summary>
    public static ProviderResult.Failed ShouldBeFailed(this ProviderResult result)
    {
        if (result is ProviderResult.Delivered delivered)
            delivered.Bytes.Dispose();
        return result.ShouldBeOfType<ProviderResult.Failed>();
    }

    public static ProviderResult.Delivered ShouldBeDelivered(this ProviderResult result) =>
        result.ShouldBeOfType<ProviderResult.Delivered>(result.ToString());
}

using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Tests.Jobs;

internal static class TestRoutes
{
    /// <summary>Google's default model, and nobody after it.</summary>
    public static RoutePlan Google { get; } = new("priority", [new RouteStep("google", "gemini-nano-banana-2.1", "1K", 33_600, [])]);
}

namespace NanoBanana.Generation.Providers.Bfl;

/// <summary>What the names of the models say of the names of their fields.</summary>
internal static class BflFamily
{
    /// <summary>FLUX.3: takes its own few fields and no other, slower, asked after less often.</summary>
    public static bool IsThird(string model) => model.StartsWith("flux-3", StringComparison.Ordinal);

    /// <summary>Whether it rewrites a prompt unless told otherwise.</summary>
    public static bool RewritesPrompts(string model) => model == "flux-2-flex";

    /// <summary>The field of the first image that comes along. The first generation takes one, to be inspired by; later ones edit.</summary>
    public static string ReferenceName(string model) =>
        model.StartsWith("flux-pro", StringComparison.Ordinal) || model == "flux-dev" ? "image_prompt" : "input_image";

    public static TimeSpan PollAfter(string model) => TimeSpan.FromSeconds(IsThird(model) ? 2 : 1);
}

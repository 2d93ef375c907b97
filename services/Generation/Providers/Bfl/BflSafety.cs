using NanoBanana.Generation.Moderation;

namespace NanoBanana.Generation.Providers.Bfl;

/// <summary>How much Black Forest Labs lets pass: <c>safety_tolerance</c>, from 0 to what a model's generation takes. Theirs is 2 unless told.</summary>
internal static class BflSafety
{
    /// <summary>Null to say nothing.</summary>
    public static int? ToleranceOf(ProviderRequest request) => request.Safety switch
    {
        SafetyLevel.Strict => 0,
        SafetyLevel.Moderate => null,

        // With an image to edit, Kontext takes no more than it does unless told.
        _ when IsKontext(request.Model) && request.References.Count > 0 => null,
        SafetyLevel.Relaxed => BflFamily.IsThird(request.Model) ? 3 : 4,
        _ => Most(request.Model),
    };

    private static int Most(string model) => BflFamily.IsThird(model) ? 4 : IsFirst(model) || IsKontext(model) ? 6 : 5;

    private static bool IsFirst(string model) => BflFamily.ReferenceName(model) == "image_prompt";

    private static bool IsKontext(string model) => model.StartsWith("flux-kontext", StringComparison.Ordinal);
}

using NanoBanana.Generation.Api.Lab;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Templates;

/// <summary>How what a template describes shall be made; null leaves it to the request that makes it.</summary>
/// <param name="AspectRatio"><c>1:1</c>, <c>16:9</c>, <c>9:16</c>, <c>4:3</c> or <c>3:4</c>.</param>
/// <param name="Resolution"><c>1K</c>, <c>2K</c> or <c>4K</c>.</param>
/// <param name="Provider">A provider's name on the wire.</param>
internal sealed record TemplateSettings(string? AspectRatio = null, string? Resolution = null, string? Provider = null)
{
    /// <param name="part">What it is called in the body.</param>
    public void Check(string part, IReadOnlyCollection<string> providers, RequestValidation validation)
    {
        validation.OneOf($"{part} -> aspect_ratio", AspectRatio, LabSettings.Ratios);
        validation.OneOf($"{part} -> resolution", Resolution, LabSettings.Steps);
        validation.OneOf($"{part} -> provider", Provider, providers);
    }

    /// <summary>With every field of the other that says something.</summary>
    public TemplateSettings With(TemplateSettings? other) =>
        new(other?.AspectRatio ?? AspectRatio, other?.Resolution ?? Resolution, other?.Provider ?? Provider);
}

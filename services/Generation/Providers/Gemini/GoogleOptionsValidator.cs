using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>Reports what is wrong with the settings that only this provider has.</summary>
internal sealed class GoogleOptionsValidator(ModelCatalogue models) : IValidateOptions<GoogleOptions>
{
    public ValidateOptionsResult Validate(string? name, GoogleOptions options)
    {
        var faults = new List<string>();
        if (models.Find(GeminiProvider.WireName, options.Model) is { Kind: not MediaKind.Image })
            faults.Add($"{GoogleOptions.Section}:Model (PROVIDER_GOOGLE_MODEL) must be a model that makes images.");
        var video = models.Find(GeminiProvider.WireName, options.VideoModel);
        if (!ModelIds.IsId(options.VideoModel) || video is { Kind: not MediaKind.Video })
            faults.Add($"{GoogleOptions.Section}:VideoModel must be the id of a model that makes videos, such as veo-3.1-generate-preview.");
        else if (video?.ReplacedBy is { Length: > 0 } replacement)
            faults.Add($"{GoogleOptions.Section}:VideoModel names a model that the provider has retired: use {replacement}.");
        if (!ModelIds.IsId(options.TextModel))
            faults.Add($"{GoogleOptions.Section}:TextModel must be a model id such as gemini-3.5-flash-lite.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}

using System.Globalization;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Routing;

/// <summary>Says why nobody makes a video that was asked for: what is offered differs between models more than of images.</summary>
internal sealed class VideoOffers(ProviderDirectory providers)
{
    /// <summary>Names of providers that make videos, in the order of their priority.</summary>
    public IReadOnlyList<string> Providers => [.. providers.All.Where(provider => (providers.IsAvailable(provider) || providers.MayBeNamed(provider)) && provider.Models.Any(IsVideo)).Select(static provider => provider.Name)];

    /// <summary>The router's failure, or a clearer one.</summary>
    public ApiFailure Explain(GenerationRequest request, ApiFailure failure)
    {
        if (request.Kind != MediaKind.Video || failure.Code != ErrorCodes.NoProvider)
            return failure;
        var models = providers.All
            .Where(provider => providers.IsAvailable(provider) || (providers.MayBeNamed(provider) && string.Equals(provider.Name, request.Provider, StringComparison.OrdinalIgnoreCase)))
            .SelectMany(static provider => provider.Models).Where(IsVideo).ToList();
        if (models.Count == 0)
            return new ApiFailure(ErrorCodes.NoVideoProvider);
        var step = request.Resolution ?? "";
        var longest = models.Where(model => model.Resolutions.Contains(step)).SelectMany(model => model.DurationsFor(step)).DefaultIfEmpty().Max();
        if (longest == 0)
        {
            var offered = string.Join(", ", VideoSteps.Names.Where(name => models.Exists(model => model.Resolutions.Contains(name))));
            return Refusal("resolution", $"No provider makes videos in {step}; offered are {offered}");
        }

        return request.Seconds > longest
            ? Refusal("duration", string.Create(CultureInfo.InvariantCulture, $"The longest video in {step} is {longest} seconds"))
            : new ApiFailure(ErrorCodes.VideoNotOffered);
    }

    private static ApiFailure Refusal(string field, string message) => new(ErrorCodes.VideoNotOffered)
    {
        Message = message,
        Fields = [new FieldError("body", field, "value_error", message)],
    };

    private static bool IsVideo(ProviderModel model) => model.Kind == MediaKind.Video && model.ReplacedBy is null;
}

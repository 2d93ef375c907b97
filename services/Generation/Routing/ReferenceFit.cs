using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Routing;

/// <summary>Which models can work with the images that a request brings along. Nobody else may serve it instead: without them it is another request.</summary>
internal sealed class ReferenceFit(IConfiguration configuration)
{
    private const int TypePrefix = 6; // "image/"

    // Whoever takes addresses only has to reach us.
    private readonly bool _isPublic = Uri.TryCreate(configuration["PublicUrl"], UriKind.Absolute, out _);

    public bool Suffice(ProviderModel model, GenerationRequest request)
    {
        // Nearly every request: it must cost nothing there.
        if (request.Inputs is not { } inputs)
            return model.MinReferences == 0 || (model.NeutralBase && _isPublic);
        var count = request.ReferenceCount;
        return count >= model.MinReferences && count <= model.MaxReferences && (!request.HasMask || model.TakesMask)
            && (!model.ReferencesByAddress || _isPublic) && inputs.All(input => input.IsMask || Suits(model, input));
    }

    /// <summary>Why nobody is left; null for a request that brings nothing along.</summary>
    public ApiFailure? Missing(GenerationRequest request) => request.Inputs is null ? null : Cannot("No provider that is configured can", request);

    /// <summary>What a caller is told who named somebody that cannot; null when nobody was named, or somebody who can.</summary>
    public ApiFailure? Missing(GenerationRequest request, ProviderDirectory providers)
    {
        if (request.Inputs is null)
            return null;
        if (request.Provider is { } name && providers.Find(name) is { } named && !named.Models.Any(Serves))
            return Cannot($"The provider {named.Name} cannot", request);
        return request.Model is { } model && providers.All.SelectMany(static one => one.Models).Where(one => one.Id == model).ToList() is { Count: > 0 } offers && !offers.Exists(Serves)
            ? Cannot($"The model {model} cannot", request)
            : null;

        bool Serves(ProviderModel one) => one.Kind == request.Kind && Suffice(one, request);
    }

    private static ApiFailure Cannot(string who, GenerationRequest request) => new(ErrorCodes.NotCapable)
    {
        Message = who + (request.HasMask ? " edit within a mask" : request.Kind == MediaKind.Video ? " make a video from this image" : " edit these images"),
    };

    private static bool Suits(ProviderModel model, InputImage input) =>
        (model.MaxReferenceBytes == 0 || input.Length <= model.MaxReferenceBytes)
        && (model.ReferenceTypes.Count == 0 || input.MediaType is not { } type || model.ReferenceTypes.Contains(type[TypePrefix..], StringComparer.Ordinal));
}

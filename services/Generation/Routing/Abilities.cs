using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Routing;

/// <summary>
/// What only some models can do, and what nobody else may serve instead: looking things up, and going on with a conversation. Pure.
/// </summary>
internal static class Abilities
{
    /// <summary>Whether a model may serve a request, as far as these go.</summary>
    public static bool Suffice(ProviderModel model, IProvider provider, GenerationRequest request) =>
        (!request.Search || (model.CanSearch && (model.NamesSources || IsNamed(model, provider, request)))) && (request.SessionId is null || model.CanConverse);

    /// <summary>What a caller is told who named somebody that cannot do it; null when nobody was named, or somebody who can.</summary>
    public static ApiFailure? Missing(GenerationRequest request, ProviderDirectory providers)
    {
        if (!request.Search && request.SessionId is null)
            return null;
        var word = request.Search ? "search" : "chat";
        if (request.Provider is { } provider && providers.Find(provider) is { } named && !named.Models.Any(model => Suffice(model, named, request)))
            return new ApiFailure(ErrorCodes.NotCapable) { Message = $"The provider {named.Name} cannot {word}" };
        return request.Model is { } model && providers.All.SelectMany(static one => one.Models, static (one, offered) => (one, offered)).Where(pair => pair.offered.Id == model).ToList()
            is { Count: > 0 } offers && !offers.Exists(pair => Suffice(pair.offered, pair.one, request))
            ? new ApiFailure(ErrorCodes.NotCapable) { Message = $"The model {model} cannot {word}" }
            : null;
    }

    private static bool IsNamed(ProviderModel model, IProvider provider, GenerationRequest request) =>
        model.Id == request.Model || string.Equals(provider.Name, request.Provider, StringComparison.OrdinalIgnoreCase);
}

using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Gemini;

/// <summary>Reads what the family's calls are asked, and finds all that is wrong with it.</summary>
internal sealed class GeminiReader(RoutingPolicies policies, GeminiCatalogue catalogue, GeminiImages images)
{
    /// <summary>The family as requests name it.</summary>
    public const string Family = "gemini";

    private const int MaxPrompt = 32_000;

    /// <summary>The request; only to be used when the validation has not failed.</summary>
    /// <param name="model">Whom the address names.</param>
    public async Task<GenerationRequest> ReadAsync(
        GeminiCall body, ProviderModel model, HttpContext http, RequestValidation validation, CancellationToken cancellationToken)
    {
        var turns = GeminiTurns.Of(body.Contents, validation);
        var prompt = GeminiTurns.PromptOf(body.SystemInstruction, turns);
        if (turns.Count > 0)
            validation.Text("contents", prompt, 1, MaxPrompt);
        var wishes = GeminiWishes.Of(body, model, validation);
        var pins = RoutingHeaders.Read(http.Request, policies, validation);
        var brought = validation.Failed ? [] : await images.ReadAsync(turns, model.MaxReferences, http, validation, cancellationToken);
        if (validation.Failed)
            return new GenerationRequest("", 0, 0, 0, "", "", Family);
        var size = wishes.Size!.Value;
        return new GenerationRequest(prompt, size.Width, size.Height, 1, "natural", brought.Count > 0 ? "edit" : "basic", Family, pins.Provider ?? catalogue.OwnerOf(model.Id), model.Id)
        {
            Resolution = size.Resolution,
            Strategy = pins.Strategy,
            Inputs = brought.Count > 0 ? brought : null,
            SizedAsInput = brought.Count > 0 && !wishes.NamesShape,
            Seed = body.GenerationConfig?.Seed,
            WithText = wishes.WithText,
            WithThoughts = body.GenerationConfig?.ThinkingConfig?.IncludeThoughts ?? false,
            Search = wishes.Search,
            SafetyLevel = wishes.SafetyLevel,
        };
    }
}

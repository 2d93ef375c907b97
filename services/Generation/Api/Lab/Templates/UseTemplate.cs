using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Templates;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Templates;

/// <param name="Variables">A value for each variable, by name; what is null counts as not given, and what the template does not know is ignored.</param>
/// <param name="SettingsOverride">Goes before the template's own settings, field by field.</param>
internal sealed record UseTemplateRequest(IReadOnlyDictionary<string, JsonElement>? Variables, TemplateSettings? SettingsOverride);

/// <param name="Prompt">With every gap filled, at most 20,000 characters.</param>
internal sealed record UsedTemplateView(string Prompt, TemplateSettings Settings);

internal static class UseTemplate
{
    private static readonly Dictionary<string, JsonElement> Nothing = [];

    public static async Task<Results<Ok<UsedTemplateView>, FailureResult>> HandleAsync(
        string id, UseTemplateRequest? body, Caller caller, TemplateReader reader, TemplateStore store, CancellationToken cancellationToken)
    {
        if (!TemplateId.TryParse(id, out var known))
            return (FailureResult)ErrorCodes.InvalidTemplateId;
        var validation = new RequestValidation();
        reader.Check(body?.SettingsOverride, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        if (await store.FindAsync(caller.AccountId, known, cancellationToken) is not { } template)
            return (FailureResult)ErrorCodes.TemplateNotFound;
        switch (RenderTemplate.Run(template.Content, body?.Variables ?? Nothing))
        {
            case RenderResult.Missing missing:
                return (FailureResult)new ApiFailure(ErrorCodes.MissingVariable) { Message = $"Missing required variable: {missing.Variable}" };
            case RenderResult.Invalid invalid:
                return (FailureResult)new ApiFailure(ErrorCodes.InvalidVariable) { Message = $"Variable {invalid.Variable} {invalid.Fault}" };
            case RenderResult.Rendered rendered:
                // Only what was filled counts, and not what was deleted meanwhile.
                return await store.UseAsync(caller.AccountId, known, cancellationToken)
                    ? TypedResults.Ok(new UsedTemplateView(rendered.Prompt, template.Content.DefaultSettings.With(body?.SettingsOverride)))
                    : (FailureResult)ErrorCodes.TemplateNotFound;
            default:
                validation.Add("variables", "value_error", $"The prompt should have at most {RenderTemplate.MaxPrompt} characters");
                return (FailureResult)validation.Failure;
        }
    }
}

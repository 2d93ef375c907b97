using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Prompts;
using NanoBanana.Generation.Settings;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Prompts;

/// <param name="Text">1 to 2,000 characters after trimming.</param>
/// <param name="Description">At most 500 characters.</param>
/// <param name="Category">One of the ten. Whichever it is, what is saved lies in <c>custom</c>.</param>
/// <param name="Tags">At most 20, each of 1 to 50 characters.</param>
/// <param name="Language"><c>en</c> unless given, <c>zh-CN</c>, <c>zh-TW</c> or <c>ja</c>.</param>
internal sealed record SavePromptRequest(string? Text, string? Description, string? Category, IReadOnlyList<string?>? Tags, string? Language);

internal sealed record SavedPromptAnswer(PromptView Prompt, string Message);

internal static class SavePrompt
{
    private const int MaxTags = 20;

    public static async Task<Results<Ok<SavedPromptAnswer>, FailureResult>> HandleAsync(
        SavePromptRequest body, Caller caller, HttpContext http, PromptOwners owners, PromptStore store, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var text = body.Text?.Trim();
        validation.Text("text", text, 1, LabSettings.MaxPrompt);
        validation.Text("description", body.Description, 0, 500, required: false);
        validation.OneOf("category", body.Category, PromptLibrary.CategoryNames);
        Lab.Tags.Check(body.Tags, MaxTags, validation);
        validation.OneOf("language", body.Language, Languages.All);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var tags = (body.Tags ?? []).Select(static tag => tag!.Trim()).Distinct(StringComparer.Ordinal).ToList();
        var saved = await store.SaveAsync(
            owners.Of(caller.Principal, http),
            [new NewPrompt(Guid.CreateVersion7(), text!, body.Description, tags, Style: null, body.Language ?? Languages.English)], cancellationToken);
        return TypedResults.Ok(new SavedPromptAnswer(PromptView.Of(saved[0]), "Prompt saved successfully"));
    }
}

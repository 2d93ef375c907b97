using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Moderation;
using NanoBanana.Generation.Prompts;
using NanoBanana.Generation.Settings;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Prompts;

/// <param name="Category">One of the ten; <c>custom</c> is about anything.</param>
/// <param name="Style">At most 100 characters.</param>
/// <param name="Count">1 to 30, 10 unless given.</param>
/// <param name="Language"><c>en</c> unless given, <c>zh-CN</c>, <c>zh-TW</c> or <c>ja</c>; without a text model the prompts are English.</param>
internal sealed record GeneratePromptsRequest(string? Category, string? Style, int? Count, string? Language);

/// <param name="Category">As it was asked for; the prompts themselves lie in <c>custom</c> and have it as a tag.</param>
/// <param name="Saved">Always true: they are in the caller's list.</param>
internal sealed record GeneratedPromptsView(IReadOnlyList<PromptView> Prompts, int Count, string Category, bool Saved);

internal static class GeneratePrompts
{
    private const int DefaultCount = 10;
    private const int MaxCount = 30;
    private const int MaxStyle = 100;

    public static async Task<Results<Ok<GeneratedPromptsView>, FailureResult>> HandleAsync(
        GeneratePromptsRequest body, Caller caller, HttpContext http, PromptOwners owners, PromptLibrary library, WritePrompts writer, Moderator moderator,
        PromptStore store, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var style = body.Style?.Trim() is { Length: > 0 } given ? given : null;
        if (body.Category is null)
            validation.Add("category", "missing", "Field required");
        validation.OneOf("category", body.Category, PromptLibrary.CategoryNames);
        validation.Text("style", style, 1, MaxStyle, required: false);
        validation.Range("count", body.Count ?? DefaultCount, 1, MaxCount);
        validation.OneOf("language", body.Language, Languages.All);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        if (style is not null && await moderator.RefuseAsync(style, "prompts", caller.Principal) is { } blocked)
            return (FailureResult)blocked;

        var category = library.Category(body.Category!);
        var written = await writer.RunAsync(
            new PromptWish(category, style, body.Count ?? DefaultCount, body.Language ?? Languages.English),
            mayAsk: caller.Principal.Kind != PrincipalKind.Anonymous, CallerKeyHeader.Read(http.Request));
        var owner = owners.Of(caller.Principal, http);
        var saved = await store.SaveAsync(owner, [.. written.Select(prompt => New(owner, category.Name, style, prompt))], cancellationToken);
        return TypedResults.Ok(new GeneratedPromptsView([.. saved.Select(PromptView.Of)], saved.Count, category.Name, Saved: true));
    }

    /// <summary>The id comes from the text, so that asking again for the same prompts does not keep them twice.</summary>
    private static NewPrompt New(PromptOwner owner, string category, string? style, WrittenPrompt prompt)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{owner.Id:n}|{prompt.Language}|{prompt.Text}"));
        return new NewPrompt(new Guid(hash.AsSpan(0, 16)), prompt.Text, Description: null, [category], style, prompt.Language);
    }
}

using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Prompts;

/// <summary>The routes under <c>/api/prompts</c>: the library for everybody, and what each caller keeps.</summary>
internal static class PromptEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var prompts = routes.MapGroup("/api/prompts").AllowAnyPrincipal().WithTags("Prompts");

        prompts.MapGet("", ListPrompts.HandleAsync)
            .WithName("ListPrompts").WithSummary("Lists the caller's prompts, newest first, and after them the library's.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest);

        prompts.MapPost("", SavePrompt.HandleAsync)
            .WithName("SavePrompt").WithSummary("Keeps a prompt.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest);

        prompts.MapGet("/categories", ListCategories.HandleAsync)
            .WithName("ListPromptCategories").WithSummary("Lists the categories and how many prompts each has.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest);

        prompts.MapPost("/generate", GeneratePrompts.HandleAsync)
            .WithName("GeneratePrompts").WithSummary("Writes prompts of a category and keeps them.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest, ErrorCodes.PromptBlocked);

        prompts.MapPost("/{id}/favorite", FlipFavorite.HandleAsync)
            .WithName("FlipFavoritePrompt").WithSummary("Makes a prompt a favourite, or none again.")
            .Fails(WireFamily.Lab, ErrorCodes.PromptNotFound);

        prompts.MapDelete("/{id}", DeletePrompt.HandleAsync)
            .WithName("DeletePrompt").WithSummary("Deletes a prompt that the caller kept.")
            .Fails(WireFamily.Lab, ErrorCodes.PromptNotCustom, ErrorCodes.PromptNotFound, ErrorCodes.InvalidRequest);
    }
}

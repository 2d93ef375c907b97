using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Templates;

/// <summary>The routes under <c>/api/templates</c>: everybody reads and uses public ones, accounts have their own.</summary>
internal static class TemplateEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var templates = routes.MapGroup("/api/templates").WithTags("Templates");

        templates.MapGet("", ListTemplates.VisibleAsync).AllowAnyPrincipal()
            .WithName("ListTemplates").WithSummary("Lists the account's and public templates, newest first.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest);

        templates.MapGet("/public", ListTemplates.PublicAsync).AllowAnyPrincipal()
            .WithName("ListPublicTemplates").WithSummary("Lists public templates, the most used first.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest);

        templates.MapPost("", CreateTemplate.HandleAsync).RequireUserOrKey()
            .WithName("CreateTemplate").WithSummary("Makes a template.")
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest);

        templates.MapGet("/{id}", GetTemplate.HandleAsync).AllowAnyPrincipal()
            .WithName("GetTemplate").WithSummary("Shows a template.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidTemplateId, ErrorCodes.TemplateNotFound);

        templates.MapPut("/{id}", UpdateTemplate.HandleAsync).RequireUserOrKey()
            .WithName("UpdateTemplate").WithSummary("Changes the fields of a template that are sent.")
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.InvalidTemplateId, ErrorCodes.TemplateNotFound, ErrorCodes.InvalidRequest);

        templates.MapDelete("/{id}", DeleteTemplate.HandleAsync).RequireUserOrKey()
            .WithName("DeleteTemplate").WithSummary("Deletes a template.")
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.InvalidTemplateId, ErrorCodes.TemplateNotFound);

        templates.MapPost("/{id}/use", UseTemplate.HandleAsync).AllowAnyPrincipal()
            .WithName("UseTemplate").WithSummary("Fills a template's gaps; makes no image.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidTemplateId, ErrorCodes.MissingVariable, ErrorCodes.TemplateNotFound, ErrorCodes.InvalidRequest);
    }
}

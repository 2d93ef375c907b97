using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Projects;

/// <summary>The routes under <c>/api/projects</c>: everybody reads public ones, accounts have their own.</summary>
internal static class ProjectEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var projects = routes.MapGroup("/api/projects").WithTags("Projects");
        MapReads(projects);

        projects.MapPost("", CreateProject.HandleAsync).RequireUserOrKey().WithName("CreateProject").WithSummary("Makes a project.")
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.ProjectLimitReached);

        projects.MapPut("/{id}", UpdateProject.HandleAsync).RequireUserOrKey()
            .WithName("UpdateProject").WithSummary("Changes the fields of a project that are sent.")
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.MalformedRequest, ErrorCodes.ProjectNotFound);

        projects.MapDelete("/{id}", DeleteProject.HandleAsync).RequireUserOrKey()
            .WithName("DeleteProject").WithSummary("Deletes a project; its images stay.")
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.MalformedRequest, ErrorCodes.ProjectNotFound);

        projects.MapPost("/{id}/images", AddProjectImage.HandleAsync).RequireUserOrKey()
            .WithName("AddProjectImage").WithSummary("Adds an image to a project.")
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.MalformedRequest, ErrorCodes.ProjectFull,
                ErrorCodes.ProjectNotFound, ErrorCodes.ImageNotFound, ErrorCodes.AlreadyInProject);

        projects.MapPost("/{id}/images/bulk", AddProjectImages.HandleAsync).RequireUserOrKey()
            .WithName("AddProjectImages").WithSummary("Adds many images to a project.")
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.MalformedRequest, ErrorCodes.ProjectFull, ErrorCodes.ProjectNotFound);

        projects.MapDelete("/{id}/images/{imageId}", RemoveProjectImage.HandleAsync).RequireUserOrKey()
            .WithName("RemoveProjectImage").WithSummary("Takes an image out of a project; the image stays.")
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.MalformedRequest, ErrorCodes.ProjectNotFound, ErrorCodes.ImageNotFound);
    }

    private static void MapReads(RouteGroupBuilder projects)
    {
        projects.MapGet("", ListProjects.HandleAsync).RequireUserOrKey().WithName("ListProjects").WithSummary("Lists the account's projects, last updated first.")
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest);

        projects.MapGet("/{id}", GetProject.HandleAsync).AllowAnyPrincipal().WithName("GetProject").WithSummary("Shows a project.")
            .Fails(WireFamily.Lab, ErrorCodes.MalformedRequest, ErrorCodes.ProjectNotFound);

        projects.MapGet("/{id}/images", ListProjectImages.HandleAsync).AllowAnyPrincipal().WithName("ListProjectImages").WithSummary("Lists a project's images.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest, ErrorCodes.MalformedRequest, ErrorCodes.ProjectNotFound);

        projects.MapGet("/{id}/export", ExportProject.HandleAsync).AllowAnyPrincipal()
            .WithName("ExportProject").WithSummary("Gives a project with all its images as one file.")
            .Fails(WireFamily.Lab, ErrorCodes.MalformedRequest, ErrorCodes.ProjectNotFound);
    }
}

using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Lab.Projects;

/// <summary>Where a project and an image are named together one failure stands for both, as clients know it.</summary>
internal static class ProjectIds
{
    public static ApiFailure Invalid => new(ErrorCodes.MalformedRequest) { Message = "Invalid ID" };

    public static bool TryParse(string projectText, string? imageText, out Guid project, out Guid image)
    {
        image = Guid.Empty;
        return LabIds.TryParse(projectText, out project) && LabIds.TryParse(imageText, out image);
    }
}

using NanoBanana.Generation.Images;
using NanoBanana.Generation.Projects;

namespace NanoBanana.Generation.Api.Lab.Projects;

/// <summary>A project. Whose it is, is nobody's business.</summary>
/// <param name="Settings">How its images are made unless a request says otherwise.</param>
/// <param name="UpdatedAt">When anything of it changed last, also which images lie in it.</param>
internal sealed record ProjectView(
    Guid Id, string Name, string? Description, ProjectSettings Settings, bool IsPublic, string? CoverUrl, int ImageCount, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static ProjectView Of(StoredProject project)
    {
        var content = project.Content;
        return new ProjectView(
            project.Id, content.Name, content.Description, content.Settings, content.IsPublic, content.CoverUrl, project.Images, project.CreatedAt, project.UpdatedAt);
    }
}

internal sealed record ProjectAnswer(ProjectView Project);

internal sealed record SavedProjectAnswer(bool Success, ProjectView Project);

/// <summary>A project in a list.</summary>
internal sealed record ListedProjectView(Guid Id, string Name, string? Description, bool IsPublic, string? CoverUrl, int ImageCount, DateTimeOffset UpdatedAt)
{
    public static ListedProjectView Of(StoredProject project) => new(
        project.Id, project.Content.Name, project.Content.Description, project.Content.IsPublic, project.Content.CoverUrl, project.Images, project.UpdatedAt);
}

/// <summary>An image of a project.</summary>
/// <param name="Url">Opens for whoever has it; null when its bytes were not kept.</param>
/// <param name="ThumbnailUrl">A WebP of at most 512 pixels; null when its bytes were not kept.</param>
internal sealed record ProjectImageView(
    Guid Id, string Filename, string Prompt, string? Url, string? ThumbnailUrl, string? Note, int SortOrder, DateTimeOffset AddedAt, DateTimeOffset CreatedAt)
{
    public static ProjectImageView Of(PlacedImage image, ImageLinks links, string origin) => new(
        image.ImageId, Path.GetFileName(image.Name), image.Prompt, image.IsKept ? links.UrlOf(image.JobId, image.Image, image.MediaType, origin) : null,
        image.IsKept ? links.ThumbnailOf(image.JobId, image.Image, image.MediaType, origin) : null, image.Note, image.SortOrder, image.AddedAt, image.CreatedAt);
}

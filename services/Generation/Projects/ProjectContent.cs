namespace NanoBanana.Generation.Projects;

/// <summary>How a project's images are made unless a request says otherwise; null leaves it open.</summary>
/// <param name="DefaultAspectRatio"><c>1:1</c>, <c>16:9</c>, <c>9:16</c>, <c>4:3</c> or <c>3:4</c>.</param>
/// <param name="DefaultResolution"><c>1K</c>, <c>2K</c> or <c>4K</c>.</param>
/// <param name="DefaultProvider">A provider's name on the wire.</param>
internal sealed record ProjectSettings(string? DefaultAspectRatio = null, string? DefaultResolution = null, string? DefaultProvider = null);

/// <summary>What a project's owner decides, checked.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Description">At most 2,000 characters; null for none.</param>
/// <param name="IsPublic">Whether everybody sees it and its images.</param>
/// <param name="CoverUrl">An http or https address of at most 2,048 characters; null for none.</param>
internal sealed record ProjectContent(string Name, string? Description, ProjectSettings Settings, bool IsPublic, string? CoverUrl)
{
    /// <summary>Before anything is said of it.</summary>
    public static ProjectContent Empty { get; } = new("", null, new ProjectSettings(), IsPublic: false, null);
}

/// <summary>A project as it is kept.</summary>
internal sealed record StoredProject(Guid Id, ProjectContent Content, int Images, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>One image of a project.</summary>
/// <param name="IsKept">Whether its bytes are stored.</param>
internal sealed record PlacedImage(
    Guid ImageId, Guid JobId, int Image, string Name, string Prompt, string MediaType, bool IsKept, DateTimeOffset CreatedAt, string? Note, int SortOrder,
    DateTimeOffset AddedAt);

/// <param name="Total">Of all there are.</param>
internal sealed record ProjectPage<T>(IReadOnlyList<T> Items, int Total);

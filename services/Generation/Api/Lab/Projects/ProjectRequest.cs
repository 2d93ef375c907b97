using System.Text.Json.Serialization;
using NanoBanana.Generation.Projects;

namespace NanoBanana.Generation.Api.Lab.Projects;

/// <summary>
/// What making and changing a project read. To change one every field is optional; <c>description</c>, <c>settings</c> and <c>cover_url</c> are
/// emptied by a null, and a null for any other field leaves it as it is.
/// </summary>
internal sealed class ProjectRequest
{
    /// <summary>1 to 200 characters after trimming.</summary>
    public string? Name { get; set; }

    /// <summary>At most 2,000 characters.</summary>
    public string? Description
    {
        get;
        set => (field, HasDescription) = (value, true);
    }

    /// <summary>How its images are made unless a request says otherwise; only the fields that are sent change.</summary>
    public ProjectSettingsRequest? Settings
    {
        get;
        set => (field, HasSettings) = (value, true);
    }

    /// <summary>Whether everybody sees it and its images; false unless given.</summary>
    public bool? IsPublic { get; set; }

    /// <summary>An http or https address of at most 2,048 characters.</summary>
    public string? CoverUrl
    {
        get;
        set => (field, HasCover) = (value, true);
    }

    [JsonIgnore]
    public bool HasDescription { get; private set; }

    [JsonIgnore]
    public bool HasSettings { get; private set; }

    [JsonIgnore]
    public bool HasCover { get; private set; }

    /// <summary>With every field that was sent, once they are checked.</summary>
    public ProjectContent Over(ProjectContent known) => new(
        Name?.Trim() ?? known.Name,
        HasDescription ? Description : known.Description,
        HasSettings ? Settings?.Over(known.Settings) ?? new ProjectSettings() : known.Settings,
        IsPublic ?? known.IsPublic,
        HasCover ? CoverUrl : known.CoverUrl);
}

/// <summary>A field that is null is emptied, one that is missing stays as it is.</summary>
internal sealed class ProjectSettingsRequest
{
    /// <summary><c>1:1</c>, <c>16:9</c>, <c>9:16</c>, <c>4:3</c> or <c>3:4</c>.</summary>
    public string? DefaultAspectRatio
    {
        get;
        set => (field, HasAspectRatio) = (value, true);
    }

    /// <summary><c>1K</c>, <c>2K</c> or <c>4K</c>.</summary>
    public string? DefaultResolution
    {
        get;
        set => (field, HasResolution) = (value, true);
    }

    /// <summary>A provider's name.</summary>
    public string? DefaultProvider
    {
        get;
        set => (field, HasProvider) = (value, true);
    }

    [JsonIgnore]
    public bool HasAspectRatio { get; private set; }

    [JsonIgnore]
    public bool HasResolution { get; private set; }

    [JsonIgnore]
    public bool HasProvider { get; private set; }

    public ProjectSettings Over(ProjectSettings known) => new(
        HasAspectRatio ? DefaultAspectRatio : known.DefaultAspectRatio,
        HasResolution ? DefaultResolution : known.DefaultResolution,
        HasProvider ? DefaultProvider : known.DefaultProvider);
}

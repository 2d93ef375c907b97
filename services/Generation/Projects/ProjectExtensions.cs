using NanoBanana.Generation.Api.Lab.Projects;

namespace NanoBanana.Generation.Projects;

/// <summary>Registers the projects.</summary>
internal static class ProjectExtensions
{
    public static void AddProjects(this IServiceCollection services)
    {
        services.AddSingleton<ProjectStore>();
        services.AddSingleton<ProjectPages>();
        services.AddSingleton<ProjectReader>();
    }
}

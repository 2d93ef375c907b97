using Microsoft.Extensions.Configuration;

namespace NanoBanana.AppHost;

/// <summary>What the resources of this system have in common.</summary>
internal static class ResourceExtensions
{
    private const int SecretLength = 48;

    /// <summary>A parameter of random letters and digits. Running, it is made once and kept in the user secrets; publishing asks for it.</summary>
    public static IResourceBuilder<ParameterResource> AddGeneratedSecret(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddParameter(name, new GenerateParameterDefault { MinLength = SecretLength, Special = false }, secret: true, persist: true);

    /// <summary>
    /// One endpoint, which is given here because the projects have no launch settings; the key that services trust each other by; the
    /// environment that a deployment must name; and whatever else was set for it.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AsService(
        this IResourceBuilder<ProjectResource> project, IResourceBuilder<ParameterResource> internalTokenKey, string healthPath = "/health")
    {
        var builder = project.ApplicationBuilder;
        foreach (var setting in builder.Configuration.GetSection($"Settings:{project.Resource.Name}").GetChildren())
            project.WithEnvironment(setting.Key, setting.Value);
        // The gateway believes the proxies that it is told of; published otherwise, it would believe whoever calls.
        return project.DisableForwardedHeaders().WithHttpEndpoint().WithHttpHealthCheck(healthPath)
            .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.ExecutionContext.IsPublishMode ? "Production" : "Development")
            .WithEnvironment("INTERNAL_TOKEN_KEY", internalTokenKey)
            .WithSettings(OptionalSettings.All);
    }

    /// <summary>
    /// Passes on the settings that have a value. A parameter without one would stop the start, so there is none for those that were left out.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithSettings(this IResourceBuilder<ProjectResource> project, OptionalSetting[] settings)
    {
        foreach (var setting in settings)
        {
            if (!string.IsNullOrEmpty(project.ApplicationBuilder.Configuration[$"Parameters:{setting.Parameter}"]))
                project.WithSetting(setting);
        }

        return project;
    }

    /// <summary>Passes on settings that a deployment cannot do without.</summary>
    public static IResourceBuilder<ProjectResource> WithRequired(this IResourceBuilder<ProjectResource> project, OptionalSetting[] settings)
    {
        foreach (var setting in settings)
            project.WithSetting(setting);
        return project;
    }

    /// <summary>Keeps images beside the other files of a run, whatever folder the process is started in. Ignored with S3.</summary>
    public static IResourceBuilder<ProjectResource> WithLocalImages(this IResourceBuilder<ProjectResource> project)
    {
        var builder = project.ApplicationBuilder;
        return builder.ExecutionContext.IsRunMode
            ? project.WithEnvironment("STORAGE_LOCAL_PATH", Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", "artifacts", "apphost", "images")))
            : project;
    }

    /// <summary>Services may share a parameter, whose name can be added once.</summary>
    private static void WithSetting(this IResourceBuilder<ProjectResource> project, OptionalSetting setting)
    {
        var builder = project.ApplicationBuilder;
        var known = builder.Resources.OfType<ParameterResource>().FirstOrDefault(one => string.Equals(one.Name, setting.Parameter, StringComparison.OrdinalIgnoreCase));
        project.WithEnvironment(setting.Variable, known is null ? builder.AddParameter(setting.Parameter, setting.Secret) : builder.CreateResourceBuilder(known));
    }
}

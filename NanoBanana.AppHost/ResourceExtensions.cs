namespace NanoBanana.AppHost;

/// <summary>What the resources of this system have in common.</summary>
internal static class ResourceExtensions
{
    private const int SecretLength = 48;

    /// <summary>A parameter of random letters and digits. Running, it is made once and kept in the user secrets; publishing asks for it.</summary>
    public static IResourceBuilder<ParameterResource> AddGeneratedSecret(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddParameter(name, new GenerateParameterDefault { MinLength = SecretLength, Special = false }, secret: true, persist: true);

    /// <summary>
    /// One endpoint, which is given here because the projects have no launch settings; the key that services trust each other by; and the
    /// environment that a deployment must name.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AsService(
        this IResourceBuilder<ProjectResource> project, IResourceBuilder<ParameterResource> internalTokenKey, string healthPath = "/health")
    {
        var environment = project.ApplicationBuilder.ExecutionContext.IsPublishMode ? "Production" : "Development";
        return project.WithHttpEndpoint().WithHttpHealthCheck(healthPath)
            .WithEnvironment("ASPNETCORE_ENVIRONMENT", environment)
            .WithEnvironment("INTERNAL_TOKEN_KEY", internalTokenKey);
    }

    /// <summary>
    /// Passes on a setting (<c>Parameters:{name}</c>) that may be left out. A parameter without a value would stop the start, so there is one
    /// only when it has a value.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithOptionalParameter(
        this IResourceBuilder<ProjectResource> project, string name, string variable, bool secret = false)
    {
        var builder = project.ApplicationBuilder;
        return string.IsNullOrEmpty(builder.Configuration[$"Parameters:{name}"])
            ? project
            : project.WithEnvironment(variable, builder.AddParameter(name, secret));
    }

    /// <summary>Keeps images beside the other files of a run, whatever folder the process is started in. Ignored with S3.</summary>
    public static IResourceBuilder<ProjectResource> WithLocalImages(this IResourceBuilder<ProjectResource> project)
    {
        var builder = project.ApplicationBuilder;
        return builder.ExecutionContext.IsRunMode
            ? project.WithEnvironment("STORAGE_LOCAL_PATH", Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", "artifacts", "apphost", "images")))
            : project;
    }
}

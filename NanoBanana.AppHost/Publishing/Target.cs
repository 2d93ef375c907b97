using Microsoft.Extensions.Configuration;

namespace NanoBanana.AppHost.Publishing;

/// <summary>
/// Where the system goes. This one is a run on this machine, and a publish that names no target: nothing but what every target has. The
/// others add their environment to the model, and are the only ones to say anything that would fail without it.
/// </summary>
internal class Target(IDistributedApplicationBuilder builder)
{
    private const string Switch = "Target";

    protected IDistributedApplicationBuilder Builder => builder;

    /// <summary>Whether the migrator alone is wanted: a step before the services are changed, where a target has no other.</summary>
    public virtual bool OnlyMigrates => false;

    /// <summary>Reads <c>--Target</c>, which a run leaves unread.</summary>
    public static Target Of(IDistributedApplicationBuilder builder) => (builder.ExecutionContext.IsPublishMode ? builder.Configuration[Switch] : null) switch
    {
        null or "" => new Target(builder),
        "aca" => new AzureTarget(builder),
        "compose" => new ComposeTarget(builder),
        "k8s" => new KubernetesTarget(builder),
        var unknown => throw new InvalidOperationException($"--{Switch} is '{unknown}': it must be aca, compose or k8s."),
    };

    public virtual DataStores AddStores() => LocalServers.AreWanted(builder) ? LocalServers.Add(builder) : Containers.Add(builder, this);

    /// <summary>Settles where a container keeps its data, and when it is well.</summary>
    public virtual void Place(IResourceBuilder<ContainerResource> store, string wellCommand)
    {
    }

    public virtual void PlaceMigrator(IResourceBuilder<ProjectResource> migrator)
    {
    }

    public virtual void PlaceService(IResourceBuilder<ProjectResource> service, Size size) => service.WithReplicas(size.Min);

    public virtual void PlaceGateway(IResourceBuilder<ProjectResource> gateway, Scale scale) => PlaceService(gateway, scale.Gateway);

    /// <summary>Images are kept where several processes find them.</summary>
    public virtual void PlaceGeneration(IResourceBuilder<ProjectResource> generation, Scale scale)
    {
        PlaceService(generation, scale.Generation);
        generation.WithSettings(OptionalSettings.S3).WithLocalImages();
    }
}

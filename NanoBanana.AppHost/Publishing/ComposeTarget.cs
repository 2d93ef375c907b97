using System.Globalization;
using Aspire.Hosting.Docker.Resources.ServiceNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm;

namespace NanoBanana.AppHost.Publishing;

/// <summary>One machine with Docker: <c>docker-compose.yaml</c> and a <c>.env</c> to fill in.</summary>
internal sealed class ComposeTarget : Target
{
    private const string Images = "/var/lib/nanobanana/images";
    private const string Temporary = "/tmp";

    public ComposeTarget(IDistributedApplicationBuilder builder)
        : base(builder) => builder.AddDockerComposeEnvironment("compose").WithDashboard(false);

    public override void Place(IResourceBuilder<ContainerResource> store, string wellCommand) => store.PublishAsDockerComposeService((_, service) =>
    {
        service.Restart = "unless-stopped";
        service.Healthcheck = new Healthcheck { Test = ["CMD-SHELL", wellCommand], Interval = "2s", Timeout = "5s", StartPeriod = "10s", Retries = 30 };
    });

    /// <summary>The one that begins: without this it would meet a Postgres that does not answer yet, and its failure would end the start.</summary>
    public override void PlaceMigrator(IResourceBuilder<ProjectResource> migrator) => migrator.PublishAsDockerComposeService((_, service) =>
    {
        Harden(service);
        service.Tmpfs.Add(Temporary);
        service.DependsOn["postgres"] = new() { Condition = "service_healthy" };
        service.Restart = "no";
    });

    public override void PlaceService(IResourceBuilder<ProjectResource> service, Size size)
    {
        Add(service, size);
        service.PublishAsDockerComposeService((_, compose) => compose.Tmpfs.Add(Temporary));
    }

    /// <summary>Once: its port is one of the machine's, which two of them cannot share.</summary>
    public override void PlaceGateway(IResourceBuilder<ProjectResource> gateway, Scale scale)
    {
        PlaceService(gateway, scale.Gateway with { Min = 1 });
        gateway.WithEndpoint("http", static endpoint => endpoint.Port = 8000);
    }

    /// <summary>All its processes share the disk, so that images may lie on it; videos are on their way there, too large for memory.</summary>
    public override void PlaceGeneration(IResourceBuilder<ProjectResource> generation, Scale scale)
    {
        Add(generation, scale.Generation);
        generation
            .WithSettings(OptionalSettings.S3)
            .WithEnvironment("STORAGE_LOCAL_PATH", Images)
            .WithAnnotation(new ContainerMountAnnotation("generation-images", Images, ContainerMountType.Volume, isReadOnly: false))
            .WithAnnotation(new ContainerMountAnnotation("generation-temporary", Temporary, ContainerMountType.Volume, isReadOnly: false));
    }

    private static void Add(IResourceBuilder<ProjectResource> service, Size size) => service.PublishAsDockerComposeService((_, compose) =>
    {
        Harden(compose);
        compose.Restart = "unless-stopped";
        compose.Deploy = new Deploy
        {
            Replicas = size.Min,
            Resources = new Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm.Resources
            {
                Limits = new ResourceSpec
                {
                    Cpus = size.Cpu.ToString(CultureInfo.InvariantCulture),
                    Memory = string.Create(CultureInfo.InvariantCulture, $"{size.MemoryMib}M"),
                },
            },
        };
    });

    private static void Harden(Aspire.Hosting.Docker.Resources.ComposeNodes.Service service)
    {
        service.ReadOnly = true;
        service.CapDrop.Add("ALL");
        service.SecurityOpt.Add("no-new-privileges:true");
        service.StopGracePeriod = "45s";
    }
}

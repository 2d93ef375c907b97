using System.Globalization;
using Aspire.Hosting.Azure;
using Azure.Provisioning.AppContainers;
using Microsoft.Extensions.Configuration;

namespace NanoBanana.AppHost.Publishing;

/// <summary>Azure Container Apps, with Postgres and Redis that Azure manages.</summary>
internal sealed class AzureTarget : Target
{
    /// <summary>True publishes the stores and the migrator alone, whose job is then started by hand. Default false.</summary>
    private const string MigratorOnly = "MigratorOnly";

    /// <summary>What the images of the services listen on.</summary>
    private const int Port = 8080;

    private readonly AzureStores _stores;

    public AzureTarget(IDistributedApplicationBuilder builder)
        : base(builder)
    {
        builder.AddAzureContainerAppEnvironment("aca");
        _stores = new AzureStores(builder);
        OnlyMigrates = builder.Configuration.GetValue(MigratorOnly, defaultValue: false);
    }

    public override bool OnlyMigrates { get; }

    public override DataStores AddStores() => _stores.ToDataStores();

    public override void PlaceMigrator(IResourceBuilder<ProjectResource> migrator) => migrator.PublishAsAzureContainerAppJob(static (_, job) =>
    {
        job.Template.Containers[0].Value!.Resources = new AppContainerResources { Cpu = 0.25, Memory = "0.5Gi" };
        // Postgres may be busy with what another deployment began.
        job.Configuration.ReplicaRetryLimit = 2;
    });

    public override void PlaceService(IResourceBuilder<ProjectResource> service, Size size) => Add(service, size, static (_, _) => { });

    public override void PlaceGateway(IResourceBuilder<ProjectResource> gateway, Scale scale) => Add(gateway, scale.Gateway, (_, app) =>
        app.Template.Scale.Rules.Add(new ContainerAppScaleRule
        {
            Name = "requests",
            Http = new ContainerAppHttpScaleRule { Metadata = { { "concurrentRequests", scale.GatewayRequests.ToString(CultureInfo.InvariantCulture) } } },
        }));

    public override void PlaceGeneration(IResourceBuilder<ProjectResource> generation, Scale scale)
    {
        generation.WithEnvironment("STORAGE_BACKEND", "s3").WithRequired(OptionalSettings.S3);
        Add(generation, scale.Generation, (infrastructure, app) =>
        {
            const string password = "scaler-password";
            app.Configuration.Secrets.Add(new ContainerAppWritableSecret { Name = password, Value = _stores.Password.AsProvisioningParameter(infrastructure) });
            app.Template.Scale.Rules.Add(new ContainerAppScaleRule
            {
                Name = "queue-age",
                Custom = new ContainerAppCustomScaleRule
                {
                    CustomScaleRuleType = QueueAge.Scaler,
                    Metadata =
                    {
                        { "host", _stores.Postgres.Resource.HostName.AsProvisioningParameter(infrastructure, "scaler_host") },
                        { "port", "5432" },
                        { "userName", _stores.UserName.AsProvisioningParameter(infrastructure) },
                        { "dbName", QueueAge.Database },
                        { "sslmode", "require" },
                        { "query", QueueAge.Query(Builder) },
                        { "targetQueryValue", scale.QueueSeconds.ToString(CultureInfo.InvariantCulture) },
                    },
                    Auth = { new ContainerAppScaleRuleAuth { SecretRef = password, TriggerParameter = "password" } },
                },
            });
        });
    }

    private static void Add(IResourceBuilder<ProjectResource> service, Size size, Action<AzureResourceInfrastructure, ContainerApp> configure) =>
        service.WithReplicas(size.Min).PublishAsAzureContainerApp((infrastructure, app) =>
        {
            var container = app.Template.Containers[0].Value!;
            container.Resources = new AppContainerResources
            {
                Cpu = size.Cpu,
                Memory = string.Create(CultureInfo.InvariantCulture, $"{size.MemoryMib / 1024.0:0.##}Gi"),
            };
            // What is well once stays in service when a database goes away: all of them share it, and none would be left to say so.
            container.Probes.Add(Probe(ContainerAppProbeType.Startup, "/health", failures: 10, period: 10));
            container.Probes.Add(Probe(ContainerAppProbeType.Liveness, "/alive", failures: 6, period: 5));
            container.Probes.Add(Probe(ContainerAppProbeType.Readiness, "/alive", failures: 2, period: 5));
            app.Template.Scale.MaxReplicas = size.Max;
            configure(infrastructure, app);
        });

    private static ContainerAppProbe Probe(ContainerAppProbeType type, string path, int failures, int period) => new()
    {
        ProbeType = type,
        HttpGet = new ContainerAppHttpRequestInfo { Path = path, Port = Port },
        PeriodSeconds = period,
        TimeoutSeconds = 3,
        FailureThreshold = failures,
    };
}

using System.Globalization;
using Aspire.Hosting.Kubernetes.Resources;
using Microsoft.Extensions.Configuration;

namespace NanoBanana.AppHost.Publishing;

/// <summary>A Helm chart.</summary>
internal sealed class KubernetesTarget : Target
{
    /// <summary>False leaves out what KEDA reads, for clusters without it, which would refuse the chart. Default true.</summary>
    private const string Keda = "Keda";

    private readonly bool _scales;

    /// <summary>The migrator as its own workload would have run it.</summary>
    private ContainerV1? _migrator;

    public KubernetesTarget(IDistributedApplicationBuilder builder)
        : base(builder)
    {
        _scales = builder.Configuration.GetValue(Keda, defaultValue: true);
        builder.AddKubernetesEnvironment("k8s").WithDashboard(false).WithProperties(static environment =>
        {
            // The default keeps Postgres' data in the pod, and loses it with the pod.
            environment.DefaultStorageType = "pvc";
            environment.DefaultStorageSize = "20Gi";
        });
    }

    public override void Place(IResourceBuilder<ContainerResource> store, string wellCommand) => store.PublishAsKubernetesService(resource =>
    {
        var container = resource.Workload!.PodTemplate.Spec.Containers[0];
        container.ReadinessProbe = new ProbeV1 { Exec = new ExecActionV1 { Command = { "sh", "-c", wellCommand } }, PeriodSeconds = 5, TimeoutSeconds = 5 };
    });

    /// <summary>
    /// No workload of its own: it runs before each new pod of the services, which begins when it has ended well, while the pods of the version
    /// before go on serving. Several at once take turns, and all but the first find nothing to do.
    /// </summary>
    public override void PlaceMigrator(IResourceBuilder<ProjectResource> migrator) => migrator.PublishAsKubernetesService(resource =>
    {
        _migrator = resource.Workload!.PodTemplate.Spec.Containers[0];
        Harden(_migrator, new Size(Min: 1, Max: 1, Cpu: 0.25, MemoryMib: 256));
        resource.Workload = null;
    });

    public override void PlaceService(IResourceBuilder<ProjectResource> service, Size size)
    {
        Add(service, size);
        service.PublishAsKubernetesService(resource => resource.Workload!.PodTemplate.Spec.InitContainers.Add(
            _migrator ?? throw new InvalidOperationException("The migrator must be in the model before the services.")));
    }

    public override void PlaceGateway(IResourceBuilder<ProjectResource> gateway, Scale scale)
    {
        Add(gateway, scale.Gateway);
        if (_scales)
        {
            var percent = scale.GatewayCpuPercent.ToString(CultureInfo.InvariantCulture);
            ScaleBy(gateway, scale.Gateway, () => [], new ScaleTrigger("cpu", new(StringComparer.Ordinal) { ["value"] = percent }) { MetricType = "Utilization" });
        }
    }

    public override void PlaceGeneration(IResourceBuilder<ProjectResource> generation, Scale scale)
    {
        PlaceService(generation, scale.Generation);
        generation.WithEnvironment("STORAGE_BACKEND", "s3").WithRequired(OptionalSettings.S3);
        if (_scales)
        {
            ScaleBy(generation, scale.Generation, static () => [new TriggerAuthentication("generation-scaler-password", "password", "generation-secrets", "GENERATIONDB_PASSWORD")],
                new ScaleTrigger(QueueAge.Scaler, new(StringComparer.Ordinal)
                {
                    // By its full name, because KEDA asks from a namespace of its own.
                    ["host"] = "postgres-service.{{ .Release.Namespace }}.svc.cluster.local",
                    ["port"] = "5432",
                    ["userName"] = "postgres",
                    ["dbName"] = QueueAge.Database,
                    ["sslmode"] = "disable",
                    ["query"] = QueueAge.Query(Builder),
                    ["targetQueryValue"] = scale.QueueSeconds.ToString(CultureInfo.InvariantCulture),
                })
                {
                    AuthenticationRef = new ScaleReference("generation-scaler-password"),
                });
        }
    }

    private static void Add(IResourceBuilder<ProjectResource> service, Size size) => service.WithReplicas(size.Min).PublishAsKubernetesService(resource =>
    {
        var deployment = (Deployment)resource.Workload!;
        // One more before one less: with a single process the other way would be an outage.
        deployment.Spec.Strategy.RollingUpdate.MaxUnavailable = 0;
        var pod = deployment.PodTemplate.Spec;
        pod.AutomountServiceAccountToken = false;
        pod.TerminationGracePeriodSeconds = 45;
        pod.SecurityContext = new PodSecurityContextV1 { RunAsNonRoot = true, SeccompProfile = new SeccompProfileV1 { Type = "RuntimeDefault" } };
        pod.Volumes.Add(new VolumeV1 { Name = "temporary", EmptyDir = new EmptyDirVolumeSourceV1 { SizeLimit = "8Gi" } });
        var container = pod.Containers[0];
        Harden(container, size);
        // What is well once stays in service when a database goes away: all of them share it, and none would be left to say so.
        container.StartupProbe = Probe("/health", failures: 60);
        container.LivenessProbe = Probe("/alive", failures: 6);
        container.ReadinessProbe = Probe("/alive", failures: 2);
    });

    private static void Harden(ContainerV1 container, Size size)
    {
        container.SecurityContext = new SecurityContextV1
        {
            ReadOnlyRootFilesystem = true,
            AllowPrivilegeEscalation = false,
            RunAsNonRoot = true,
            Capabilities = new CapabilitiesV1 { Drop = { "ALL" } },
        };
        container.VolumeMounts.Add(new VolumeMountV1 { Name = "temporary", MountPath = "/tmp" });
        var memory = string.Create(CultureInfo.InvariantCulture, $"{size.MemoryMib}Mi");
        var milliCpu = string.Create(CultureInfo.InvariantCulture, $"{size.Cpu * 1000:0}m");
        container.Resources = new ResourceRequirementsV1 { Requests = { ["cpu"] = milliCpu, ["memory"] = memory }, Limits = { ["memory"] = memory } };
    }

    /// <summary>By the name of the port, whose number is a value of the chart. Written here because the scheme must be in capitals.</summary>
    private static ProbeV1 Probe(string path, int failures) => new()
    {
        HttpGet = new HttpGetActionV1 { Scheme = "HTTP", Path = path, Port = "http" },
        PeriodSeconds = 5,
        TimeoutSeconds = 3,
        FailureThreshold = failures,
    };

    private static void ScaleBy(
        IResourceBuilder<ProjectResource> service, Size size, Func<BaseKubernetesResource[]> others, ScaleTrigger trigger) => service.PublishAsKubernetesService(resource =>
    {
        var deployment = (Deployment)resource.Workload!;
        // An upgrade would otherwise set back what the load has asked for.
        deployment.Spec.Replicas = null;
        resource.AdditionalResources.Add(new ScaledObject(service.Resource.Name + "-scaler", new ScaledObjectSpec(
            new ScaleReference(deployment.Metadata.Name), size.Min, size.Max, [trigger])));
        resource.AdditionalResources.AddRange(others());
    });
}

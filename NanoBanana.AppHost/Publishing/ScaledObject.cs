using Aspire.Hosting.Kubernetes.Resources;

namespace NanoBanana.AppHost.Publishing;

/// <summary>KEDA's resources, as far as they are used here: the publisher writes the properties in camel case.</summary>
internal sealed class ScaledObject : BaseKubernetesResource
{
    public ScaledObject(string name, ScaledObjectSpec spec)
        : base("keda.sh/v1alpha1", "ScaledObject")
    {
        Metadata.Name = name;
        Spec = spec;
    }

    public ScaledObjectSpec Spec { get; }
}

/// <summary>What is scaled, between which bounds, by what.</summary>
internal sealed record ScaledObjectSpec(ScaleReference ScaleTargetRef, int MinReplicaCount, int MaxReplicaCount, IReadOnlyList<ScaleTrigger> Triggers);

/// <summary>Another resource, by its name.</summary>
internal sealed record ScaleReference(string Name);

/// <summary>One scaler and its settings, all of which are text.</summary>
internal sealed record ScaleTrigger(string Type, Dictionary<string, string> Metadata)
{
    /// <summary>Null leaves it to the scaler.</summary>
    public string? MetricType { get; init; }

    /// <summary>Where its secrets come from.</summary>
    public ScaleReference? AuthenticationRef { get; init; }
}

/// <summary>Hands a scaler one entry of a secret of the chart.</summary>
internal sealed class TriggerAuthentication : BaseKubernetesResource
{
    public TriggerAuthentication(string name, string parameter, string secret, string key)
        : base("keda.sh/v1alpha1", "TriggerAuthentication")
    {
        Metadata.Name = name;
        Spec = new TriggerAuthenticationSpec([new SecretTarget(parameter, secret, key)]);
    }

    public TriggerAuthenticationSpec Spec { get; }
}

/// <summary>The secrets that it hands over.</summary>
internal sealed record TriggerAuthenticationSpec(IReadOnlyList<SecretTarget> SecretTargetRef);

/// <summary>One of them.</summary>
internal sealed record SecretTarget(string Parameter, string Name, string Key);

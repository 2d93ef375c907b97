using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Routing;

/// <summary>How a provider is chosen. Section <c>Routing</c>.</summary>
internal sealed class RoutingOptions
{
    public const string Section = "Routing";

    /// <summary>The strategy of requests that name none. Default <c>priority</c>.</summary>
    public string Strategy { get; set; } = "priority";

    /// <summary>The provider of images that goes before all others under <c>priority</c>. Unset by default.</summary>
    public string? DefaultImageProvider { get; set; }

    /// <summary>The same for videos.</summary>
    public string? DefaultVideoProvider { get; set; }

    /// <summary>Whether another provider is asked when the first cannot. Default true.</summary>
    public bool EnableFallback { get; set; } = true;

    /// <summary>How many other providers are asked at most. Default 2.</summary>
    public int MaxFallbacks { get; set; } = 2;

    /// <summary>The only providers that images may fall back to, in this order, by commas. Unset: all, in the order of the strategy.</summary>
    public string? FallbackImageProviders { get; set; }

    /// <summary>The same for videos.</summary>
    public string? FallbackVideoProviders { get; set; }

    /// <summary>Failures in a row that open a model's circuit. Default 5.</summary>
    public int CircuitFailures { get; set; } = 5;

    /// <summary>How long an open circuit refuses calls before it lets a probe through, in seconds. Default 60.</summary>
    public int CircuitOpenSeconds { get; set; } = 60;

    /// <summary>Successful probes that close it. Default 2.</summary>
    public int CircuitProbes { get; set; } = 2;

    /// <summary>The only providers that a kind may fall back to, in order; null when all may be asked.</summary>
    public IReadOnlyList<string>? FallbacksOf(MediaKind kind)
    {
        var names = kind == MediaKind.Video ? FallbackVideoProviders : FallbackImageProviders;
        return string.IsNullOrWhiteSpace(names) ? null : names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>Reports all faults at once.</summary>
    internal sealed class Validator(RoutingPolicies policies) : IValidateOptions<RoutingOptions>
    {
        public ValidateOptionsResult Validate(string? name, RoutingOptions options)
        {
            var faults = new List<string>();
            if (policies.Find(options.Strategy) is null)
                faults.Add($"Routing:Strategy (DEFAULT_ROUTING_STRATEGY) must be one of {string.Join(", ", policies.Names)}.");
            if (options.MaxFallbacks is < 0 or > 10)
                faults.Add("Routing:MaxFallbacks must be from 0 to 10.");
            if (options.CircuitFailures is < 1 or > 1_000)
                faults.Add("Routing:CircuitFailures must be from 1 to 1000.");
            if (options.CircuitOpenSeconds is < 1 or > 3_600)
                faults.Add("Routing:CircuitOpenSeconds must be from 1 to 3600.");
            if (options.CircuitProbes is < 1 or > 100)
                faults.Add("Routing:CircuitProbes must be from 1 to 100.");
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}

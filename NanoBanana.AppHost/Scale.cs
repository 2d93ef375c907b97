using Microsoft.Extensions.Configuration;

namespace NanoBanana.AppHost;

/// <summary>How many processes of each service, how large they are, and what makes them more: <c>--Scale:Generation:Max 20</c> and so on.</summary>
internal sealed class Scale
{
    private Scale(IConfiguration section)
    {
        Gateway = Size.Read(section.GetSection("Gateway"), new Size(Min: 2, Max: 10, Cpu: 0.5, MemoryMib: 1024));
        Generation = Size.Read(section.GetSection("Generation"), new Size(Min: 2, Max: 5, Cpu: 1, MemoryMib: 2048));
        Others = Size.Read(section.GetSection("Others"), new Size(Min: 1, Max: 1, Cpu: 0.5, MemoryMib: 1024));
        GatewayRequests = AtLeastOne(section, "Gateway:Requests", 100);
        GatewayCpuPercent = AtLeastOne(section, "Gateway:CpuPercent", 70);
        QueueSeconds = AtLeastOne(section, "Generation:QueueSeconds", 30);
    }

    /// <summary>Scaled by what callers ask for.</summary>
    public Size Gateway { get; }

    /// <summary>Scaled by how long jobs wait for a process.</summary>
    public Size Generation { get; }

    /// <summary>Identity, Keys and Billing, which wait for their databases most of the time.</summary>
    public Size Others { get; }

    /// <summary>Requests under way at one gateway beyond which Azure starts another. Default 100.</summary>
    public int GatewayRequests { get; }

    /// <summary>The share of its processor that a gateway uses on Kubernetes before another is started. Default 70.</summary>
    public int GatewayCpuPercent { get; }

    /// <summary>One process of Generation for every so many seconds that somebody has waited for a turn. Default 30.</summary>
    public int QueueSeconds { get; }

    public static Scale Of(IConfiguration configuration) => new(configuration.GetSection("Scale"));

    private static int AtLeastOne(IConfiguration section, string key, int unset)
    {
        var number = section.GetValue(key, unset);
        return number >= 1 ? number : throw new InvalidOperationException($"Scale:{key} must be 1 or more.");
    }
}

/// <summary>One service's share of a deployment.</summary>
/// <param name="Min">Processes at any time; on this machine and with Compose, the number of them.</param>
/// <param name="Max">Processes at most.</param>
/// <param name="Cpu">Processors of each. Azure wants a quarter of one, or a multiple.</param>
/// <param name="MemoryMib">Memory of each. Azure wants 2048 for every whole processor.</param>
internal sealed record Size(int Min, int Max, double Cpu, int MemoryMib)
{
    public static Size Read(IConfigurationSection section, Size unset)
    {
        var size = new Size(
            section.GetValue(nameof(Min), unset.Min), section.GetValue(nameof(Max), unset.Max),
            section.GetValue(nameof(Cpu), unset.Cpu), section.GetValue(nameof(MemoryMib), unset.MemoryMib));
        return size is { Min: >= 1, Cpu: > 0, MemoryMib: > 0 } && size.Max >= size.Min
            ? size
            : throw new InvalidOperationException($"{section.Path}: Min must be 1 or more and Max no less; Cpu and MemoryMib must be positive.");
    }
}

namespace NanoBanana.Testing.Processes;

/// <summary>How many processes of what, and with which settings.</summary>
/// <param name="Settings">What every process gets: connection strings, secrets, providers.</param>
public sealed record ClusterPlan(IReadOnlyDictionary<string, string?> Settings)
{
    public int Gateways { get; init; } = 1;

    public int Generations { get; init; } = 1;

    /// <summary>Of Identity, Keys and Billing each.</summary>
    public int Others { get; init; } = 1;

    /// <summary>Changes single processes: gets the program that would be started and its number among its kind, from 0.</summary>
    public Func<ServiceProgram, int, ServiceProgram> Adapt { get; init; } = static (program, _) => program;

    internal ServiceProgram Program(string service, int number, IReadOnlyDictionary<string, string?> settings) =>
        Adapt(new ServiceProgram(service, new Dictionary<string, string?>(settings, StringComparer.OrdinalIgnoreCase)), number);
}

namespace NanoBanana.Testing.Processes;

/// <summary>
/// All services as processes of their own on loopback, as many of each as a test needs. Every process
/// knows the addresses of all others from the start, so each can be killed and started again by itself.
/// </summary>
public sealed class ServiceCluster : IAsyncDisposable
{
    private ServiceCluster(ClusterPlan plan)
    {
        var settings = new Dictionary<string, string?>(plan.Settings, StringComparer.OrdinalIgnoreCase);
        var (identities, keys, generations, billings) =
            (Introduce("identity", plan.Others), Introduce("keys", plan.Others), Introduce("generation", plan.Generations), Introduce("billing", plan.Others));
        (Identities, KeysProcesses, Generations, Billings) = (Create("identity", identities), Create("keys", keys), Create("generation", generations), Create("billing", billings));
        Gateways = Create("gateway", [.. Enumerable.Range(0, plan.Gateways).Select(static _ => ServiceProcess.FreeAddress())]);

        IReadOnlyList<Uri> Introduce(string service, int count)
        {
            List<Uri> addresses = [.. Enumerable.Range(0, count).Select(static _ => ServiceProcess.FreeAddress())];
            for (var i = 0; i < count; i++)
                settings[$"services:{service}:http:{i}"] = addresses[i].AbsoluteUri;
            return addresses;
        }

        IReadOnlyList<ServiceProcess> Create(string service, IReadOnlyList<Uri> addresses) =>
            [.. addresses.Select((address, number) => new ServiceProcess(plan.Program(service, number, settings), address))];
    }

    public IReadOnlyList<ServiceProcess> Identities { get; }

    public IReadOnlyList<ServiceProcess> KeysProcesses { get; }

    public IReadOnlyList<ServiceProcess> Generations { get; }

    public IReadOnlyList<ServiceProcess> Billings { get; }

    public IReadOnlyList<ServiceProcess> Gateways { get; }

    public ServiceProcess Identity => Identities[0];

    public ServiceProcess Keys => KeysProcesses[0];

    public ServiceProcess Billing => Billings[0];

    public IEnumerable<ServiceProcess> All => [.. Identities, .. KeysProcesses, .. Billings, .. Generations, .. Gateways];

    /// <summary>Starts all of them at once and waits until each answers.</summary>
    public static async Task<ServiceCluster> StartAsync(ClusterPlan plan)
    {
        var cluster = new ServiceCluster(plan);
        try
        {
            await Task.WhenAll(cluster.All.Select(static process => process.StartAndWaitAsync()));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends them all. What they printed goes to the folder <c>NANOBANANA_TEST_LOGS</c> when it is set: a failing test's first question.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(All.Select(static process => process.DisposeAsync().AsTask()));
        if (Environment.GetEnvironmentVariable("NANOBANANA_TEST_LOGS") is not { Length: > 0 } folder)
            return;
        Directory.CreateDirectory(folder);
        foreach (var process in All)
            await File.WriteAllTextAsync(Path.Combine(folder, $"{process.Name}-{process.Address.Port}.log"), process.Output);
    }
}

namespace NanoBanana.Testing.Processes;

/// <summary>
/// All services as processes of their own on loopback, with as many gateway and generation processes as a test needs. Every process
/// knows the addresses of all others from the start, so each can be killed and started again by itself.
/// </summary>
public sealed class ServiceCluster : IAsyncDisposable
{
    private ServiceCluster(ClusterPlan plan)
    {
        var identity = ServiceProcess.FreeAddress();
        var settings = new Dictionary<string, string?>(plan.Settings, StringComparer.OrdinalIgnoreCase) { ["services:identity:http:0"] = identity.AbsoluteUri };
        Keys = new ServiceProcess(plan.Program("keys", 0, settings));
        settings["services:keys:http:0"] = Keys.Address.AbsoluteUri;
        Billing = new ServiceProcess(plan.Program("billing", 0, settings));
        settings["services:billing:http:0"] = Billing.Address.AbsoluteUri;
        Generations = [.. Enumerable.Range(0, plan.Generations).Select(number => new ServiceProcess(plan.Program("generation", number, settings)))];
        for (var i = 0; i < Generations.Count; i++)
            settings[$"services:generation:http:{i}"] = Generations[i].Address.AbsoluteUri;
        Identity = new ServiceProcess(plan.Program("identity", 0, settings), identity);
        Gateways = [.. Enumerable.Range(0, plan.Gateways).Select(number => new ServiceProcess(plan.Program("gateway", number, settings)))];
    }

    public ServiceProcess Identity { get; }

    public ServiceProcess Keys { get; }

    public ServiceProcess Billing { get; }

    public IReadOnlyList<ServiceProcess> Generations { get; }

    public IReadOnlyList<ServiceProcess> Gateways { get; }

    public IEnumerable<ServiceProcess> All => [Identity, Keys, Billing, .. Generations, .. Gateways];

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

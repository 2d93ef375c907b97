using NanoBanana.Contracts.Billing;
using NanoBanana.Testing.Emulators;
using NanoBanana.Testing.Processes;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>Two gateways and two generation processes, unless a proof needs one, for all tests of a class, with an emulated Google as the provider.</summary>
public class ReplicatedFixture : IAsyncLifetime
{
    private const int KeysOfACaller = 5;

    public ReplicatedSystem System { get; private set; } = null!;

    public GeminiEmulator Gemini { get; private set; } = null!;

    protected virtual int Gateways => 2;

    protected virtual int Generations => 2;

    /// <summary>Processes of Identity, Keys and Billing each.</summary>
    protected virtual int Others => 1;

    public virtual async ValueTask InitializeAsync()
    {
        Gemini = await GeminiEmulator.StartAsync();
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["GOOGLE_API_KEY"] = GeminiEmulator.DefaultKey,
            ["PROVIDER_GOOGLE_BASE_URL"] = Gemini.Address.ToString(),
        };
        await AddSettingsAsync(settings);
        System = await ReplicatedSystem.StartAsync(new ClusterPlan(settings) { Gateways = Gateways, Generations = Generations, Others = Others });
        await WarmUpAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        await Gemini.DisposeAsync();
    }

    /// <summary>Callers of one account, on both gateways, that have keys and credits enough for any test.</summary>
    internal async Task<Workload> CallersAsync()
    {
        var account = await System.SignUpAsync();
        await System.ChangeTierAsync(account.Id, Tiers.PayAsYouGo);
        var clients = new List<HttpClient>();
        for (var i = 0; i < KeysOfACaller; i++)
        {
            var (_, key) = await account.CreateKeyAsync();
            for (var gateway = 0; gateway < Gateways; gateway++)
                clients.Add(Patient(System.ClientOf(gateway, key)));
        }

        return new Workload(account.Id, clients);
    }

    /// <summary>How often the provider was asked for an order.</summary>
    internal int CallsFor(Order order) => Gemini.Switchboard.Requests.Count(request => request.Body.Contains(order.Prompt, StringComparison.Ordinal));

    /// <summary>What a proof needs besides.</summary>
    protected virtual Task AddSettingsAsync(IDictionary<string, string?> settings) => Task.CompletedTask;

    /// <summary>The first calls of a process take seconds on a small machine; what they meet is not what is to be proved.</summary>
    private async Task WarmUpAsync()
    {
        var workload = await CallersAsync();
        using var enough = new CancellationTokenSource();
        var running = workload.RunAsync(4, enough.Token);
        await Calls.EventuallyAsync(() => Task.FromResult(workload.Made >= 8), "the system makes images", seconds: 60);
        await enough.CancelAsync();
        await running;
    }

    private static HttpClient Patient(HttpClient client)
    {
        client.Timeout = TimeSpan.FromSeconds(60);
        return client;
    }
}

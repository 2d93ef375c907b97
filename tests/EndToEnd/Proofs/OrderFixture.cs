using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// One gateway and two generation processes with short leases. Black Forest Labs is the only provider that is asked, so that every image
/// is an order that is asked after until it is there.
/// </summary>
public class OrderFixture : ReplicatedFixture
{
    /// <summary>What an order answers as long as a test wants it to be under way.</summary>
    public const string Pending = "pending";

    public BflEmulator Bfl { get; private set; } = null!;

    protected override int Gateways => 1;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Bfl.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>How often the provider was given an order.</summary>
    internal int OrdersFor(Order order) => Bfl.Switchboard.Requests.Count(
        request => request.Method == "POST" && request.Body.Contains(order.Prompt, StringComparison.Ordinal));

    /// <summary>Waits until the provider has taken so many orders of an account and their ids are kept.</summary>
    internal Task AcceptedAsync(Workload workload, int orders) => Calls.EventuallyAsync(
        async () => await System.CountAsync(
            "SELECT count(*) FROM generation.attempts JOIN generation.jobs ON id = job_id WHERE account_id = $1 AND attempts.state = 'accepted'",
            workload.AccountId) == orders,
        $"{orders} orders are accepted", seconds: 30);

    /// <summary>Waits until orders are asked after so many times more.</summary>
    internal Task AskedAgainAsync(int times)
    {
        var before = Asked;
        return Calls.EventuallyAsync(() => Task.FromResult(Asked >= before + times), "the orders are asked after", seconds: 60);
    }

    private int Asked => Bfl.Switchboard.Requests.Count(static request => request.Method == "GET" && request.Target.Contains("get_result", StringComparison.Ordinal));

    protected override async Task AddSettingsAsync(IDictionary<string, string?> settings)
    {
        Bfl = await BflEmulator.StartAsync();
        Bfl.PendingPolls = 0;
        settings["PROVIDER_BFL_API_KEY"] = BflEmulator.DefaultKey;
        settings["PROVIDER_BFL_BASE_URL"] = Bfl.Address.ToString();
        settings["OUTBOUND_ALLOWED_NETWORKS"] = "127.0.0.0/8";
        settings["DEFAULT_IMAGE_PROVIDER"] = "bfl";
        settings["ENABLE_FALLBACK"] = "false";
        settings["Generation:LeaseSeconds"] = "2";
        settings["Generation:HoldGraceSeconds"] = "10";
    }
}

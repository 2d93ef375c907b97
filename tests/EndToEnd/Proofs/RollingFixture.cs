using NanoBanana.Contracts.Billing;
using NanoBanana.Testing.Processes;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>Two processes of every service, each of which gives notice before it stops, and a provider that takes a moment for an image.</summary>
public sealed class RollingFixture : ReplicatedFixture
{
    public const int NoticeSeconds = 3;
    public const int DrainSeconds = 15;

    protected override int Others => 2;

    /// <summary>The processes by service, in the order in which they are restarted.</summary>
    public IReadOnlyList<IReadOnlyList<ServiceProcess>> Services =>
        [System.Services.Identities, System.Services.KeysProcesses, System.Services.Billings, System.Services.Generations, System.Services.Gateways];

    /// <summary>Somebody with credits enough, who reaches the gateways by a balancer.</summary>
    internal async Task<RollingCaller> CallerAsync(Balancer balancer)
    {
        var account = await System.SignUpAsync();
        await System.ChangeTierAsync(account.Id, Tiers.PayAsYouGo);
        return new RollingCaller(account, (await account.CreateKeyAsync()).Text, balancer);
    }

    protected override Task AddSettingsAsync(IDictionary<string, string?> settings)
    {
        settings["Shutdown:NoticeSeconds"] = $"{NoticeSeconds}";
        settings["Shutdown:DrainSeconds"] = $"{DrainSeconds}";
        return Task.CompletedTask;
    }
}

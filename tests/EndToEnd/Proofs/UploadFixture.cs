using NanoBanana.Contracts.Billing;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>One process of each service, which all uploads meet, and the sandbox to make images of them.</summary>
public sealed class UploadFixture : ReplicatedFixture
{
    protected override int Gateways => 1;

    protected override int Generations => 1;

    protected override Task AddSettingsAsync(IDictionary<string, string?> settings)
    {
        settings["PROVIDER_SANDBOX_ENABLED"] = "true";

        // What uploads take is to be proved, not how fast the sandbox draws: whoever is beyond these is told to come back.
        settings["Generation:MaxConcurrentJobs"] = "32";
        return Task.CompletedTask;
    }

    /// <summary>A caller who waits as long as it takes.</summary>
    public async Task<HttpClient> ClientAsync()
    {
        var account = await System.SignUpAsync();
        await System.ChangeTierAsync(account.Id, Tiers.PayAsYouGo);
        var client = System.ClientOf(0, (await account.CreateKeyAsync()).Text);
        client.Timeout = Timeout.InfiniteTimeSpan;
        return client;
    }
}

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>One process of each service, with the sandbox as the provider: what uploads cost the product itself.</summary>
public sealed class UploadFixture : ReplicatedFixture
{
    protected override int Gateways => 1;

    protected override int Generations => 1;

    protected override Task AddSettingsAsync(IDictionary<string, string?> settings)
    {
        settings["PROVIDER_SANDBOX_ENABLED"] = "true";
        return Task.CompletedTask;
    }
}

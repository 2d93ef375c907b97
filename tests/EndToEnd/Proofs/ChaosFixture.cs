namespace NanoBanana.EndToEnd.Proofs;

/// <summary>A replicated system whose leases are short, so that work of the dead and the frozen is taken over within a test.</summary>
public sealed class ChaosFixture : ReplicatedFixture
{
    protected override Task AddSettingsAsync(IDictionary<string, string?> settings)
    {
        settings["Generation:LeaseSeconds"] = "3";
        settings["Generation:HoldGraceSeconds"] = "10";
        return Task.CompletedTask;
    }
}

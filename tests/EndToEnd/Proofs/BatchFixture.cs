namespace NanoBanana.EndToEnd.Proofs;

/// <summary>One gateway and two generation processes with short leases, and a provider that takes its time.</summary>
public sealed class BatchFixture : ReplicatedFixture
{
    protected override int Gateways => 1;

    protected override Task AddSettingsAsync(IDictionary<string, string?> settings)
    {
        settings["Generation:LeaseSeconds"] = "2";
        settings["Generation:TakeoverSeconds"] = "1";
        settings["Generation:HoldGraceSeconds"] = "5";
        return Task.CompletedTask;
    }
}

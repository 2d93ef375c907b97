namespace NanoBanana.EndToEnd.Proofs;

/// <summary>One gateway and two generation processes that give short notice, have little time to end what they do, and hold short leases.</summary>
public sealed class DrainFixture : ReplicatedFixture
{
    public const int NoticeSeconds = 3;
    public const int DrainSeconds = 4;

    protected override int Gateways => 1;

    protected override Task AddSettingsAsync(IDictionary<string, string?> settings)
    {
        settings["Shutdown:NoticeSeconds"] = $"{NoticeSeconds}";
        settings["Shutdown:DrainSeconds"] = $"{DrainSeconds}";
        settings["Generation:LeaseSeconds"] = "3";
        return Task.CompletedTask;
    }
}

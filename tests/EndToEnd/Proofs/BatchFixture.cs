using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>One gateway and two generation processes with short leases, and a provider that takes its time.</summary>
public sealed class BatchFixture : ReplicatedFixture
{
    /// <summary>Where webhooks are delivered to.</summary>
    public WebhookReceiver Receiver { get; private set; } = null!;

    protected override int Gateways => 1;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Receiver.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override async Task AddSettingsAsync(IDictionary<string, string?> settings)
    {
        Receiver = await WebhookReceiver.StartAsync();
        settings["Webhooks:AllowHttp"] = "true";
        settings["OUTBOUND_ALLOWED_NETWORKS"] = "127.0.0.0/8";
        settings["Generation:LeaseSeconds"] = "2";
        settings["Generation:TakeoverSeconds"] = "1";
        settings["Generation:HoldGraceSeconds"] = "5";
    }
}

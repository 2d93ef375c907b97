using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>As with images, but videos, which Kling makes and which are asked after for much longer.</summary>
public sealed class VideoFixture : ReplicatedFixture
{
    public KlingEmulator Kling { get; private set; } = null!;

    protected override int Gateways => 1;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Kling.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override async Task AddSettingsAsync(IDictionary<string, string?> settings)
    {
        Kling = await KlingEmulator.StartAsync();
        settings["PROVIDER_KLING_API_KEY"] = KlingEmulator.DefaultKey;
        settings["PROVIDER_KLING_BASE_URL"] = Kling.Address.ToString();
        settings["OUTBOUND_ALLOWED_NETWORKS"] = "127.0.0.0/8";
        settings["DEFAULT_VIDEO_PROVIDER"] = "kling";
        settings["ENABLE_FALLBACK"] = "false";
        settings["Generation:LeaseSeconds"] = "2";
        settings["Generation:TakeoverSeconds"] = "1";
        settings["Generation:HoldGraceSeconds"] = "10";
    }
}

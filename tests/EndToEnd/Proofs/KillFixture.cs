using NanoBanana.Testing.Emulators;
using NanoBanana.Testing.Processes;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>A system to be killed piece by piece: one generation process, a provider behind a gate, a bucket, and short leases.</summary>
public sealed class KillFixture : IAsyncLifetime
{
    public ReplicatedSystem System { get; private set; } = null!;

    public GeminiEmulator Gemini { get; private set; } = null!;

    /// <summary>The way to <see cref="Gemini"/>.</summary>
    public TcpGate Gate { get; private set; } = null!;

    public S3Emulator Bucket { get; private set; } = null!;

    public ServiceProcess Generation => System.Services.Generations[0];

    public async ValueTask InitializeAsync()
    {
        Gemini = await GeminiEmulator.StartAsync();
        Gate = new TcpGate(Gemini.Address);
        Bucket = await S3Emulator.StartAsync();
        System = await ReplicatedSystem.StartAsync(new ClusterPlan(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["GOOGLE_API_KEY"] = GeminiEmulator.DefaultKey,
            ["PROVIDER_GOOGLE_BASE_URL"] = Gate.Address.ToString(),
            ["STORAGE_BACKEND"] = "s3",
            ["R2_ENDPOINT"] = Bucket.Address.ToString(),
            ["R2_BUCKET_NAME"] = Bucket.Options.Bucket,
            ["R2_ACCESS_KEY_ID"] = Bucket.Options.AccessKey,
            ["R2_SECRET_ACCESS_KEY"] = Bucket.Options.SecretKey,
            ["Generation:LeaseSeconds"] = "2",
            ["Generation:HoldGraceSeconds"] = "5",
        }));
    }

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        await Gate.DisposeAsync();
        await Gemini.DisposeAsync();
        await Bucket.DisposeAsync();
    }
}

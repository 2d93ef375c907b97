using NanoBanana.Testing.Emulators;
using NanoBanana.Testing.Processes;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>Two gateways and two generation processes for all tests of a class, with an emulated Google as the provider.</summary>
public sealed class ReplicatedFixture : IAsyncLifetime
{
    public ReplicatedSystem System { get; private set; } = null!;

    public GeminiEmulator Gemini { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Gemini = await GeminiEmulator.StartAsync();
        System = await ReplicatedSystem.StartAsync(new ClusterPlan(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["GOOGLE_API_KEY"] = GeminiEmulator.DefaultKey,
            ["PROVIDER_GOOGLE_BASE_URL"] = Gemini.Address.ToString(),
        })
        {
            Gateways = 2,
            Generations = 2,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        await Gemini.DisposeAsync();
    }
}

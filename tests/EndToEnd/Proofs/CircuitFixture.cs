using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>Two generation processes with a Redis that can be killed; Google serves first and OpenAI whenever Google does not.</summary>
public sealed class CircuitFixture : OutageFixture
{
    /// <summary>How long a circuit stays open.</summary>
    public static TimeSpan Open { get; } = TimeSpan.FromSeconds(4);

    public OpenAiEmulator OpenAi { get; private set; } = null!;

    protected override int Gateways => 1;

    /// <summary>Calls that Google received.</summary>
    public int Calls => Gemini.Switchboard.Requests.Count(static request => request.Method == "POST");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await OpenAi.DisposeAsync();
    }

    protected override async Task AddSettingsAsync(IDictionary<string, string?> settings)
    {
        await base.AddSettingsAsync(settings);
        OpenAi = await OpenAiEmulator.StartAsync();
        settings["PROVIDER_OPENAI_API_KEY"] = OpenAiEmulator.DefaultKey;
        settings["PROVIDER_OPENAI_BASE_URL"] = OpenAi.Address.ToString();
        settings["DEFAULT_IMAGE_PROVIDER"] = "google";
        settings["Routing:CircuitOpenSeconds"] = "4";
    }
}

using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// One gateway, two generation processes and four providers: two that answer at once and two that take orders. Circuits stay closed
/// whatever happens, so that what is proved is the way from one provider to the next.
/// </summary>
public class RouterFixture : ReplicatedFixture
{
    public OpenAiEmulator OpenAi { get; private set; } = null!;

    public BflEmulator Bfl { get; private set; } = null!;

    public KieEmulator Kie { get; private set; } = null!;

    /// <summary>Where each provider's orders arrive.</summary>
    public IReadOnlyDictionary<string, EmulatorSwitchboard> Doors => new Dictionary<string, EmulatorSwitchboard>(StringComparer.Ordinal)
    {
        ["google"] = Gemini.Switchboard,
        ["openai"] = OpenAi.Switchboard,
        ["bfl"] = Bfl.Switchboard,
        ["kie"] = Kie.Switchboard,
    };

    protected override int Gateways => 1;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await OpenAi.DisposeAsync();
        await Bfl.DisposeAsync();
        await Kie.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override async Task AddSettingsAsync(IDictionary<string, string?> settings)
    {
        OpenAi = await OpenAiEmulator.StartAsync();
        Bfl = await BflEmulator.StartAsync();
        Kie = await KieEmulator.StartAsync();
        (Bfl.PendingPolls, Kie.PendingPolls) = (0, 0);
        settings["PROVIDER_OPENAI_API_KEY"] = OpenAiEmulator.DefaultKey;
        settings["PROVIDER_OPENAI_BASE_URL"] = OpenAi.Address.ToString();
        settings["PROVIDER_BFL_API_KEY"] = BflEmulator.DefaultKey;
        settings["PROVIDER_BFL_BASE_URL"] = Bfl.Address.ToString();
        settings["PROVIDER_KIE_API_KEY"] = KieEmulator.DefaultKey;
        settings["PROVIDER_KIE_BASE_URL"] = Kie.Address.ToString();
        settings["OUTBOUND_ALLOWED_NETWORKS"] = "127.0.0.0/8";
        settings["Routing:MaxFallbacks"] = "3";
        settings["Routing:CircuitFailures"] = "1000";
    }
}

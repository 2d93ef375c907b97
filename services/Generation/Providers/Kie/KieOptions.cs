namespace NanoBanana.Generation.Providers.Kie;

/// <summary>KIE, which resells the Nano Banana models. Section <c>Providers:Kie</c>.</summary>
internal sealed class KieOptions : ProviderOptions
{
    public const string Section = "Providers:Kie";
    private const string Playground = "/playground";

    public KieOptions()
    {
        Priority = 4;
        BaseUrl = "https://api.kie.ai/api/v1";
        Model = "nano-banana-2";
        TimeoutSeconds = 60;

        // What an account may have under way at most.
        MaxConcurrent = 100;
    }

    /// <summary>What the provider signs its callbacks with, from its settings page. Empty, the default: none is believed.</summary>
    public string WebhookHmacKey { get; set; } = "";

    /// <summary>Where the interface is: settings made for its predecessor still name that one's folder.</summary>
    public string Api => Address.EndsWith(Playground, StringComparison.OrdinalIgnoreCase) ? Address[..^Playground.Length].TrimEnd('/') : Address;
}

namespace NanoBanana.Generation.Providers.Bfl;

/// <summary>The FLUX models of Black Forest Labs. Section <c>Providers:Bfl</c>.</summary>
internal sealed class BflOptions : ProviderOptions
{
    public const string Section = "Providers:Bfl";

    public BflOptions()
    {
        Priority = 3;
        BaseUrl = "https://api.bfl.ai";
        Model = "flux-2-pro";
        TimeoutSeconds = 60;

        // What an account may have under way at most.
        MaxConcurrent = 24;
    }

    /// <summary>What the provider signs its callbacks with. Empty, the default: none are asked for, and orders are asked after.</summary>
    public string WebhookSecret { get; set; } = "";
}

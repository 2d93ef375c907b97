namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>Google's Gemini models through the public REST interface. Section <c>Providers:Google</c>.</summary>
internal sealed class GoogleOptions : ProviderOptions
{
    public const string Section = "Providers:Google";

    public GoogleOptions()
    {
        Priority = 1;
        BaseUrl = "https://generativelanguage.googleapis.com";
        Model = "gemini-nano-banana-2.1";
    }

    /// <summary>The model that makes videos when none is asked for. The default is <c>veo-3.1-generate-preview</c>. It needs a row in the price table.</summary>
    public string VideoModel { get; set; } = "veo-3.1-generate-preview";

    /// <summary>The model that improves prompts. The default is <c>gemini-3.5-flash-lite</c>.</summary>
    public string TextModel { get; set; } = "gemini-3.5-flash-lite";
}

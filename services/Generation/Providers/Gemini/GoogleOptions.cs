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
}

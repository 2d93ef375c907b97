namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>Google's Gemini models through the public REST interface.</summary>
internal sealed class GoogleOptions
{
    public const string Section = "Providers:Google";

    /// <summary>The API key. Empty means that the provider is not configured.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>False switches the provider off although it has a key. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Lower goes first. Default 1.</summary>
    public int Priority { get; set; } = 1;

    /// <summary>Where the interface is, without the version. Default <c>https://generativelanguage.googleapis.com</c>.</summary>
    public string BaseUrl { get; set; } = "https://generativelanguage.googleapis.com";

    /// <summary>The model that serves when none is asked for. Default <c>gemini-nano-banana-2.1</c>.</summary>
    public string Model { get; set; } = "gemini-nano-banana-2.1";

    /// <summary>The longest wait for one image. Google answers within 15 to 40 s, at 4K later. Default 180.</summary>
    public int TimeoutSeconds { get; set; } = 180;

    /// <summary>Whether it can be called.</summary>
    public bool IsConfigured => Enabled && !string.IsNullOrWhiteSpace(ApiKey);
}

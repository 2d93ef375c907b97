namespace NanoBanana.Generation.Providers.OpenAi;

/// <summary>OpenAI's image models, or whoever else speaks its protocol, or OpenRouter. Section <c>Providers:OpenAi</c>.</summary>
internal sealed class OpenAiOptions : ProviderOptions
{
    public const string Section = "Providers:OpenAi";
    public const string PlainDialect = "openai";
    public const string OpenRouterDialect = "openrouter";

    /// <summary>More it does not make.</summary>
    public const int MostPartialImages = 3;

    public OpenAiOptions()
    {
        Priority = 2;
        BaseUrl = "https://api.openai.com/v1";
        Model = "gpt-image-2";
    }

    /// <summary><c>openai</c> or <c>openrouter</c>; unset, the address decides.</summary>
    public string? Dialect { get; set; }

    /// <summary>Sent as <c>HTTP-Referer</c>, by which OpenRouter knows an application. Empty sends none.</summary>
    public string Referer { get; set; } = "";

    /// <summary><c>auto</c>, <c>low</c>, <c>medium</c>, <c>high</c>, and of the models 2.5 <c>xhigh</c> and <c>max</c>. The default is <c>medium</c>: what an image costs hangs on it.</summary>
    public string Quality { get; set; } = "medium";

    /// <summary>How many partial images it is asked for at most when a caller wants some, 0 to 3: it bills each as further tokens. The default is 3.</summary>
    public int MaxPartialImages { get; set; } = MostPartialImages;

    /// <summary>Whether OpenRouter's own form of the protocol is spoken.</summary>
    public bool IsOpenRouter => string.IsNullOrEmpty(Dialect)
        ? Uri.TryCreate(BaseUrl, UriKind.Absolute, out var address)
            && (address.Host.Equals("openrouter.ai", StringComparison.OrdinalIgnoreCase) || address.Host.EndsWith(".openrouter.ai", StringComparison.OrdinalIgnoreCase))
        : Dialect == OpenRouterDialect;

    /// <summary>OpenRouter's ids begin with the vendor; a configured model without one is OpenAI's.</summary>
    public void NameVendor()
    {
        if (IsOpenRouter && Model.Length > 0 && !Model.Contains('/'))
            Model = "openai/" + Model;
    }
}

namespace NanoBanana.Generation.Providers;

/// <summary>What every provider that is called over the network can be told. Section <c>Providers:{Name}</c>.</summary>
internal abstract class ProviderOptions
{
    /// <summary>The API key. Empty means that the provider is not configured.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>False switches the provider off although it has a key.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Among available providers the lowest number serves.</summary>
    public int Priority { get; set; }

    /// <summary>Where the interface is. The default is the provider's own.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>The model that serves when none is asked for. It needs a row in the price table.</summary>
    public string Model { get; set; } = "";

    /// <summary>The longest wait for one answer, in seconds.</summary>
    public int TimeoutSeconds { get; set; } = 180;

    /// <summary>Calls under way at the same time, from all processes together; 0 is no limit.</summary>
    public int MaxConcurrent { get; set; }

    /// <summary>Whether it can be called.</summary>
    public virtual bool IsConfigured => Enabled && !string.IsNullOrWhiteSpace(ApiKey);

    /// <summary>Every setting that names a model, with its value: checked at the start.</summary>
    public virtual IReadOnlyList<(string Key, string Id)> NamedModels => [(nameof(Model), Model)];

    /// <summary>The address without a slash at its end.</summary>
    public string Address => BaseUrl.TrimEnd('/');

    public TimeSpan Patience => TimeSpan.FromSeconds(TimeoutSeconds);
}

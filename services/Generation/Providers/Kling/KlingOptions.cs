namespace NanoBanana.Generation.Providers.Kling;

/// <summary>Kling's models of images and videos. Section <c>Providers:Kling</c>.</summary>
internal sealed class KlingOptions : ProviderOptions
{
    public const string Section = "Providers:Kling";

    public KlingOptions()
    {
        Priority = 6;
        BaseUrl = "https://api-singapore.klingai.com";
        Model = "kling-v3";
    }

    /// <summary>Older accounts have two keys: then this is the secret one, <see cref="ProviderOptions.ApiKey"/> the access key. Default empty.</summary>
    public string SecretKey { get; set; } = "";

    /// <summary>The model of videos that serves when none is asked for. Default <c>kling-3.0</c>.</summary>
    public string VideoModel { get; set; } = "kling-3.0";

    /// <summary>What Kling signs its callbacks with, when it has been given one. Default empty: callbacks are not signed.</summary>
    public string WebhookSecret { get; set; } = "";

    public override IReadOnlyList<(string Key, string Id)> NamedModels => [.. base.NamedModels, (nameof(VideoModel), VideoModel)];
}

namespace NanoBanana.Generation.Providers.Runway;

/// <summary>Runway's own and resold models of images and videos. Section <c>Providers:Runway</c>.</summary>
internal sealed class RunwayOptions : ProviderOptions
{
    public const string Section = "Providers:Runway";

    public RunwayOptions()
    {
        Priority = 5;
        BaseUrl = "https://api.dev.runwayml.com/v1";
        Model = "gen4_image";
    }

    /// <summary>The model of videos that serves when none is asked for. Default <c>gen4.5</c>.</summary>
    public string VideoModel { get; set; } = "gen4.5";

    public override IReadOnlyList<(string Key, string Id)> NamedModels => [.. base.NamedModels, (nameof(VideoModel), VideoModel)];
}

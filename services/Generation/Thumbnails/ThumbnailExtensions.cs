namespace NanoBanana.Generation.Thumbnails;

/// <summary>Registers what makes thumbnails.</summary>
internal static class ThumbnailExtensions
{
    public static void AddThumbnails(this IServiceCollection services)
    {
        services.AddSingleton<ThumbnailMaker>();
        services.AddSingleton<ThumbnailsAhead>();
        services.AddHostedService(static provider => provider.GetRequiredService<ThumbnailsAhead>());
    }
}

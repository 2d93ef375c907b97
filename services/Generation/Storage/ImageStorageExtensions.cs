using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Imaging;

namespace NanoBanana.Generation.Storage;

/// <summary>Registers the image store that the configuration chooses, and the codec.</summary>
internal static class ImageStorageExtensions
{
    public const string HealthCheck = "image_store";

    public static void AddImageStorage(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddOptions<ImagingOptions>().BindConfiguration(ImagingOptions.Section).ValidateDataAnnotations()
            .Validate(static _ => Gd.IsInstalled, Gd.MissingMessage).ValidateOnStart();
        services.AddSingleton<IImageCodec, GdImageCodec>();
        services.AddSingleton<IImageStore>(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<StorageOptions>>();
            return options.Value.EffectiveBackend switch
            {
                S3ImageStore.Name => new S3ImageStore(options, provider.GetRequiredService<TimeProvider>()),
                NoImageStore.Name => new NoImageStore(),
                _ => new LocalImageStore(options),
            };
        });

        services.AddSingleton<StoreCondition>();
        services.AddHealthChecks().AddCheck<ImageStoreHealthCheck>(HealthCheck, tags: ["ready"]);
        services.AddSingleton<LeftoverSweep>();
        services.AddHostedService(static provider => provider.GetRequiredService<LeftoverSweep>());
    }
}

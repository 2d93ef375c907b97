namespace NanoBanana.Generation.Storage;

internal static class ImageStorageExtensions
{
    public static void AddImageStorage(this WebApplicationBuilder builder) => ArgumentNullException.ThrowIfNull(builder);
}

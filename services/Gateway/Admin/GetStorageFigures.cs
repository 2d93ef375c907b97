using NanoBanana.Contracts.Admin;
using NanoBanana.Gateway.Health;

namespace NanoBanana.Gateway.Admin;

/// <param name="Status"><c>healthy</c>, or <c>degraded</c> when it takes no images now.</param>
/// <param name="Backend"><c>s3</c>, <c>local</c> or <c>none</c>.</param>
/// <param name="Images">About how many there are.</param>
/// <param name="FreeBytes">Of the disk that a local folder lies on; null of others.</param>
/// <param name="TotalBytes">The same.</param>
internal sealed record StorageFiguresView(string Status, string Backend, long Images, long? FreeBytes, long? TotalBytes);

internal static class GetStorageFigures
{
    public static async Task<StorageFiguresView> HandleAsync(SystemClient system, CancellationToken cancellationToken)
    {
        var figures = await system.StorageAsync(cancellationToken);
        return new StorageFiguresView(
            figures.Writable ? HealthNames.Healthy : HealthNames.Degraded, figures.Backend, figures.Images, figures.FreeBytes, figures.TotalBytes);
    }
}

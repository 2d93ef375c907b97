using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Admin;
using NanoBanana.Generation.Storage;
using Npgsql;

namespace NanoBanana.Generation.Internal;

/// <summary>Where images are kept, and what room there is.</summary>
internal static class GetStorage
{
    // Counting every image would read all of them; the planner's estimate is brought up to date by every vacuum.
    private const string Estimate = "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'generation.images'::regclass";

    public static async Task<Ok<StorageFigures>> HandleAsync(
        IImageStore store, StoreCondition condition, IOptions<StorageOptions> options, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Estimate);
        var images = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        var disk = store.Backend == LocalImageStore.Name ? DiskOf(options.Value.LocalPath) : null;
        return TypedResults.Ok(new StorageFigures(store.Backend, await condition.IsWritableAsync(cancellationToken), images, disk?.Free, disk?.Total));
    }

    /// <summary>Null when the folder is on nothing that tells. Before the first image there may be no folder yet: then it is where it will lie.</summary>
    private static (long Free, long Total)? DiskOf(string folder)
    {
        try
        {
            var at = new DirectoryInfo(folder);
            while (!at.Exists && at.Parent is { } parent)
                at = parent;
            var drive = new DriveInfo(OperatingSystem.IsWindows() ? at.Root.FullName : at.FullName);
            return (drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}

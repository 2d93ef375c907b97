using System.Diagnostics;

namespace NanoBanana.Generation.Storage;

/// <summary>The span around a write, whichever store takes it.</summary>
internal static class StorageActivity
{
    public static async Task PutAsync(string backend, long bytes, Func<Task> put)
    {
        using var activity = GenerationMetrics.Source.StartActivity("storage.put", ActivityKind.Client);
        activity?.SetTag("nanobanana.storage.backend", backend);
        activity?.SetTag("nanobanana.storage.bytes", bytes);
        try
        {
            await put();
        }
        catch (Exception exception)
        {
            activity?.SetTag("error.type", exception.GetType().Name);
            activity?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }
}

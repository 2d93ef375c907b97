using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Inputs;

/// <summary>
/// Routes whose JSON carries images. A body is copied to a temporary file as slowly as its sender likes, and read into memory when there is room for it: so that
/// what is held follows from <see cref="MemoryBudget"/> and not from how many send at the same time.
/// </summary>
internal static class LargeBodies
{
    // The body as it is parsed, and what is decoded from it.
    private const int CopiesHeld = 2;

    /// <param name="most">Of the whole body, in bytes.</param>
    public static TBuilder TakesLargeJson<TBuilder>(this TBuilder route, long most)
        where TBuilder : IEndpointConventionBuilder
    {
        route.WithMetadata(new Api.V1.GenerationEndpoints.RequestSizeLimit(most));
        route.Add(endpoint =>
        {
            var next = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = http => RunAsync(http, next, most);
        });
        return route;
    }

    /// <summary>To be called once the body has been read and nothing of it is held: the call may wait for its image for minutes.</summary>
    public static void ReleaseBody(this HttpContext http) => http.Features.Get<HeldBody>()?.Memory.Dispose();

    private static async Task RunAsync(HttpContext http, RequestDelegate next, long most)
    {
        SpooledFile? file;
        try
        {
            file = await SpooledFile.CopyAsync(
                http.Request.Body, http.RequestServices.GetRequiredService<IOptions<StorageOptions>>().Value.EffectiveSpoolPath, http.RequestAborted, most);
        }
        catch (ImageStoreException)
        {
            await FailureWriter.WriteAsync(http, new ApiFailure(ErrorCodes.StorageUnavailable));
            return;
        }

        if (file is null)
        {
            await FailureWriter.WriteAsync(http, new ApiFailure(ErrorCodes.PayloadTooLarge));
            return;
        }

        await using (file)
        {
            using var memory = await http.RequestServices.GetRequiredService<MemoryBudget>().TakeAsync(file.Length * CopiesHeld, http.RequestAborted);
            http.Features.Set(new HeldBody(memory));
            http.Request.Body = file.Rewind();
            await next(http);
        }
    }

    private sealed record HeldBody(IDisposable Memory);
}

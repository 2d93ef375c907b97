using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.V1;

/// <summary>An image that a request brought along, to whoever has its signed address: providers that take no bytes. The blank one is everybody's.</summary>
internal static class GetInput
{
    // Orders are fetched within minutes; nobody between us has to keep what callers sent.
    private const string Private = "private, max-age=300";

    public static async Task<IResult> HandleAsync(string name, string? sig, ImageLinks links, IImageStore store, HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = Private;
        if (name == NeutralBase.FileName)
            return TypedResults.Bytes(NeutralBase.Png, "image/png");
        if (InputNames.KeyOf(name, out var mediaType) is not { } key || !links.IsSigned(name, sig))
            return (FailureResult)ErrorCodes.ImageNotFound;
        try
        {
            return await store.OpenAsync(key, cancellationToken) is { } stream
                ? TypedResults.Stream(stream, mediaType)
                : (FailureResult)ErrorCodes.ImageNotFound;
        }
        catch (ImageStoreException)
        {
            return (FailureResult)ErrorCodes.ServiceUnavailable;
        }
    }
}

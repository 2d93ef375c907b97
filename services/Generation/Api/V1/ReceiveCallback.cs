using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Jobs;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.V1;

/// <summary>
/// A provider tells that an order has moved on. Proven by its signature and never believed beyond that: whoever waits for the order
/// asks the provider at once. Calling twice asks twice, and changes nothing.
/// </summary>
internal static class ReceiveCallback
{
    private const int MaxReference = 64;

    public static async Task<Results<NoContent, FailureResult>> HandleAsync(
        string provider, string reference, HttpRequest http, CallbackAddresses addresses, OrderCallRelay relay, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (addresses.Find(provider) is not { } verifier || reference.Length > MaxReference)
            return (FailureResult)ErrorCodes.RouteNotFound;
        using var body = new MemoryStream();
        await http.Body.CopyToAsync(body, cancellationToken);
        if (!verifier.IsGenuine(http.Headers, body.GetBuffer().AsMemory(0, (int)body.Length), time.GetUtcNow()))
            return (FailureResult)ErrorCodes.Forbidden;
        await relay.TellAsync(reference);
        return TypedResults.NoContent();
    }
}

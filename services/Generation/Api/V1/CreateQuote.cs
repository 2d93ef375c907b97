using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Quotes;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

/// <summary>What a generation will cost, exactly.</summary>
/// <param name="Id">To be sent as <c>X-Quote-ID</c> with the very same request.</param>
/// <param name="Credits">For everything that was asked for (1 credit = $0.001). Charged is what is delivered.</param>
/// <param name="CreditsEach">For one image, or the whole video.</param>
/// <param name="PriceVersion">The version of the price table, which the quote keeps until it ends.</param>
/// <param name="Route">What would serve it now.</param>
internal sealed record QuoteView(
    string Id, int Credits, int CreditsEach, int PriceVersion, DateTimeOffset ExpiresAt, string Provider, string Model, RouteView Route);

internal static class CreateQuote
{
    public static async Task<Results<Created<QuoteView>, FailureResult>> HandleAsync(
        GenerateRequest body, Caller caller, HttpRequest http, GenerateReader reader, MakeQuote operation, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var request = reader.Read(body, http, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        return Answer(await operation.RunAsync(request, caller.AccountId, cancellationToken));
    }

    public static Results<Created<QuoteView>, FailureResult> Answer(QuoteResult result) => result switch
    {
        QuoteResult.Quoted quoted => TypedResults.Created((string?)null, new QuoteView(
            QuoteHeader.ToWire(quoted.Id), quoted.Credits, quoted.CreditsEach, quoted.PriceVersion, quoted.ExpiresAt,
            quoted.Plan.First.Provider, quoted.Plan.First.Model, RouteView.Of(quoted.Plan))),
        QuoteResult.Refused refused => (FailureResult)refused.Failure,
        _ => throw new InvalidOperationException("A quote ended in no known way."),
    };
}

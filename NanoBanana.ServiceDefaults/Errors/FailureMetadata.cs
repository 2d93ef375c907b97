using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using NanoBanana.Contracts.Errors;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary>Puts an endpoint's failures into the API document.</summary>
public static class FailureMetadata
{
    /// <summary>Declares the statuses that these codes have in this family.</summary>
    public static TBuilder Fails<TBuilder>(this TBuilder builder, WireFamily family, params ErrorCode[] codes)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in codes.Select(code => ErrorStatus.Of(code.Kind, family)).Distinct().Order())
            builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(void), []));
        return builder;
    }
}

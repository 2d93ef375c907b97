using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Routing;

/// <summary>How planning ended.</summary>
internal abstract record RouteResult
{
    private RouteResult()
    {
    }

    /// <summary>Somebody can serve it.</summary>
    internal sealed record Found(RoutePlan Plan) : RouteResult;

    /// <summary>Nobody can, or nobody now.</summary>
    internal sealed record None(ApiFailure Failure) : RouteResult;
}

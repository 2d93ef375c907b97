using Microsoft.AspNetCore.Http;
using NanoBanana.Contracts.Errors;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary>An endpoint's way to fail: written in the shape of the request's family.</summary>
public sealed class FailureResult(ApiFailure failure) : IResult
{
    /// <summary>What happened.</summary>
    public ApiFailure Failure { get; } = failure;

    public Task ExecuteAsync(HttpContext httpContext) => FailureWriter.WriteAsync(httpContext, Failure);

    public static implicit operator FailureResult(ApiFailure failure) => new(failure);

    public static implicit operator FailureResult(ErrorCode code) => new(new ApiFailure(code));
}

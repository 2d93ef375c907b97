using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Admin;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Gateway.Admin;

/// <param name="Logs">Newest first.</param>
internal sealed record AuditLogView(IReadOnlyList<AuditLine> Logs, int Limit);

internal static class GetAuditLog
{
    private const int DefaultLimit = 50;
    private static readonly string[] Services = ["identity", "keys", "generation"];

    /// <param name="limit">1 to 100, 50 unless given.</param>
    public static async Task<Results<Ok<AuditLogView>, FailureResult>> HandleAsync(string? limit, SystemClient system, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var count = validation.QueryInt("limit", limit, DefaultLimit, 1, AuditLine.MaxLimit);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        // As many of each: all of them may be of one.
        var lines = await Task.WhenAll(Services.Select(service => system.AuditAsync(service, count, cancellationToken)));
        return TypedResults.Ok(new AuditLogView([.. lines.SelectMany(static of => of).OrderByDescending(static line => line.At).ThenByDescending(static line => line.Id).Take(count)], count));
    }
}

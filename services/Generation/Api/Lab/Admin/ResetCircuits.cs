using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using StackExchange.Redis;

namespace NanoBanana.Generation.Api.Lab.Admin;

internal sealed record CircuitsResetView(bool Success, string Message);

/// <summary>Closes all circuits: here at once, at the other processes within a second. They are Redis', so without it nothing is closed.</summary>
internal static class ResetCircuits
{
    public static async Task<Results<Ok<CircuitsResetView>, FailureResult>> HandleAsync(
        Caller caller, CircuitBreakers circuits, AuditLog audit, CancellationToken cancellationToken)
    {
        var act = new AdminAct("provider.circuits_reset", "all", Reason: null, "{}");
        try
        {
            await audit.AroundAsync(caller.Principal, act, async () =>
            {
                await circuits.ResetAsync();
                return true;
            }, cancellationToken);
            return TypedResults.Ok(new CircuitsResetView(Success: true, "Circuit breakers reset"));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return (FailureResult)ErrorCodes.ServiceUnavailable;
        }
    }
}

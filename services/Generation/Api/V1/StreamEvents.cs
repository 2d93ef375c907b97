using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Events;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

/// <summary>
/// The account's event log as server-sent events, from where its client was or from now on. What a client does not read in time ends its
/// stream and loses nothing: it comes again with the last id that it saw.
/// </summary>
internal static class StreamEvents
{
    private const int PageSize = 200;

    public static async Task<Results<EmptyHttpResult, FailureResult>> HandleAsync(
        string? after, string? types, Caller caller, HttpContext http, EventLog log, EventFollower follower, Followers followers, EventMetrics metrics,
        IOptions<FollowingOptions> options, IOptions<JsonOptions> json, TimeProvider time, CancellationToken cancellationToken)
    {
        // A browser that comes again still has its first address: what it saw last goes before it.
        var validation = new RequestValidation();
        var cursor = EventQuery.Cursor(http.Request.Headers[EventQuery.LastEventId], EventQuery.LastEventId, "header", validation)
            ?? EventQuery.Cursor(after, "after", "query", validation);
        var wanted = EventQuery.Types(types, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        using var place = followers.Enter(FollowerKind.Stream, caller.Principal);
        if (place is null)
            return (FailureResult)ErrorCodes.TooManyFollowers;
        var from = cursor ?? await log.HeadAsync(caller.AccountId, cancellationToken);
        var first = await log.ReadAsync(caller.AccountId, from, wanted, limit: 1, cancellationToken);
        if (EventQuery.Refuse(first, from) is { } refusal)
            return (FailureResult)refusal;

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, place.Ending);
        var stream = new EventStream(http, json.Value.SerializerOptions, options.Value, metrics, time);
        try
        {
            await stream.BeginAsync(from, first.Head, ending.Token);
            await foreach (var page in follower.FollowAsync(caller.AccountId, from, wanted, PageSize, ending.Token))
            {
                if (page.ExpiredBefore is not null)
                    break;
                await stream.WriteAsync(page, ending.Token);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Its client hung up, or its time is over: the answer just ends, and a client that wants more comes again.
        }
        catch (TimeoutException)
        {
            http.Abort();
        }

        return TypedResults.Empty;
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Events;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

/// <summary>A page of the account's event log, oldest first.</summary>
/// <param name="Next">The cursor to go on with, also when nothing came.</param>
/// <param name="HasMore">Whether there is more to look at right now.</param>
internal sealed record EventListView(IReadOnlyList<EventView> Items, long Next, bool HasMore);

internal static class ListEvents
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;
    private const int MaxWait = 30;

    public static async Task<Results<Ok<EventListView>, FailureResult>> HandleAsync(
        string? after, string? types, string? limit, string? wait, Caller caller, EventLog log, EventFollower follower, Followers followers,
        EventMetrics metrics, TimeProvider time, HttpContext http, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var cursor = EventQuery.Cursor(after, "after", "query", validation) ?? 0;
        var wanted = EventQuery.Types(types, validation);
        var size = validation.QueryInt("limit", limit, DefaultLimit, 1, MaxLimit);
        var patience = validation.QueryInt("wait", wait, 0, 0, MaxWait);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var page = await log.ReadAsync(caller.AccountId, cursor, wanted, size, cancellationToken);
        if (EventQuery.Refuse(page, cursor) is { } refusal)
            return (FailureResult)refusal;
        if (patience > 0 && page is { Items.Count: 0, HasMore: false })
        {
            using var place = followers.Enter(FollowerKind.Pull, caller.Principal);
            if (place is null)
                return (FailureResult)ErrorCodes.TooManyFollowers;
            using var over = new CancellationTokenSource(TimeSpan.FromSeconds(patience), time);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, place.Ending, over.Token);
            page = await WaitAsync(page, follower.FollowAsync(caller.AccountId, page.Next, wanted, size, waiting.Token), cancellationToken);
        }

        metrics.Delivered(FollowerKind.Pull, page.Items.Count);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new EventListView([.. page.Items.Select(EventView.Of)], page.Next, page.HasMore));
    }

    /// <summary>Until something comes or the time is over.</summary>
    private static async Task<EventPage> WaitAsync(EventPage page, IAsyncEnumerable<EventPage> following, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var next in following)
            {
                if (next.ExpiredBefore is not null)
                    break;
                page = next;
                if (next.Items.Count > 0 || next.HasMore)
                    break;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing came; the cursor stands where it was looked up to.
        }

        return page;
    }
}

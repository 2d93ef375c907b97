using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Events;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Socket;

/// <summary>
/// The channel <c>events</c> of one socket: the account's log itself, as the stream tells it, from a cursor or from now on. Each event once and
/// in order; a client that comes again names the last number that it saw.
/// </summary>
internal sealed class SocketEvents(
    Guid accountId, SocketConnection connection, EventLog log, EventFollower follower, EventMetrics metrics, FollowingOptions options, TimeProvider time,
    Action<Exception> broken)
{
    public const string Channel = "events";

    private const int PageSize = 200;
    private CancellationTokenSource? _leaving;
    private Task _following = Task.CompletedTask;

    /// <summary>Begins, or begins anew when it is followed already.</summary>
    /// <returns>Why not; null when it was begun.</returns>
    public async Task<SocketErrorPayload?> SubscribeAsync(SocketMessage message, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var after = EventQuery.Cursor(message.Written("after"), "after", "payload", validation);
        var types = EventQuery.Types(message.Written("types"), validation);
        if (validation.Failed)
            return Refused(validation.Failure);
        await LeaveAsync();
        var from = after ?? await log.HeadAsync(accountId, cancellationToken);
        var first = await log.ReadAsync(accountId, from, types, limit: 1, cancellationToken);
        if (EventQuery.Refuse(first, from) is { } refusal)
            return Refused(refusal);
        await connection.SendAsync("subscribed", new EventChannelPayload(Channel, from), cancellationToken);
        _leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _following = FollowAsync(from, first.Head, types, _leaving.Token);
        return null;
    }

    /// <summary>No event is told after it.</summary>
    public async Task LeaveAsync()
    {
        if (_leaving is null)
            return;
        await _leaving.CancelAsync();
        await _following;
        _leaving.Dispose();
        _leaving = null;
    }

    private async Task FollowAsync(long from, long head, string[]? types, CancellationToken cancellationToken)
    {
        var toldAt = time.GetTimestamp();
        try
        {
            await foreach (var page in follower.FollowAsync(accountId, from, types, PageSize, cancellationToken))
            {
                if (page.ExpiredBefore is not null)
                {
                    await connection.SendAsync("error", Refused(EventQuery.Refuse(page, page.Next)!), cancellationToken);
                    return;
                }

                foreach (var logged in page.Items)
                    await connection.SendAsync("event", EventView.Of(logged), cancellationToken);

                // A client whose types are rare comes again from where the log was, and not from its last event.
                if (page.Items.Count == 0)
                {
                    if (time.GetElapsedTime(toldAt).TotalSeconds < options.HeartbeatSeconds)
                        continue;
                    await connection.SendAsync("cursor", new CursorPayload(page.Next), cancellationToken);
                }

                toldAt = time.GetTimestamp();
                metrics.Delivered(FollowerKind.Socket, page.Items.Count);
                if (page.Items.Count > 0 && page.Items[^1].Sequence > head)
                    metrics.Lagged(FollowerKind.Socket, time.GetUtcNow() - page.Items[^1].CreatedAt);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            // It was left, or the socket is over.
        }
        catch (Exception exception)
        {
            broken(exception);
        }
    }

    private static SocketErrorPayload Refused(ApiFailure failure) => failure.Code == ErrorCodes.EventsExpired
        ? new SocketErrorPayload("events_expired", failure.Text)
        : new SocketErrorPayload("validation_error", string.Join("; ", failure.Fields.Select(static field => $"{field.Field}: {field.Message}")));
}

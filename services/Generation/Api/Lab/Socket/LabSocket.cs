using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Access;
using NanoBanana.Generation.Events;
using NanoBanana.Generation.Queue;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Socket;

/// <summary><c>GET /api/ws</c>: opens a socket, and sees to how it ends.</summary>
internal sealed partial class LabSocket(
    Followers followers, TaskReader reader, EventLog log, EventFollower follower, EventSignals signals, EventMetrics metrics, AccountPushes pushes, LabAccess access, SocketGenerate generating,
    CancelJobs cancelling, IOptions<FollowingOptions> options, IOptions<JsonOptions> json, TimeProvider time, ILogger<LabSocket> logger)
{
    private const int Normal = (int)WebSocketCloseStatus.NormalClosure;
    private const int GoingAway = (int)WebSocketCloseStatus.EndpointUnavailable;
    private const int TooBig = (int)WebSocketCloseStatus.MessageTooBig;
    private const int ServerFault = (int)WebSocketCloseStatus.InternalServerError;
    private const int BadCredential = 4001;
    private const int Silent = 4002;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public static Task<Results<EmptyHttpResult, FailureResult>> HandleAsync(Caller caller, HttpContext http, LabSocket sockets) =>
        sockets.OpenAsync(caller.Principal, http);

    private async Task<Results<EmptyHttpResult, FailureResult>> OpenAsync(Principal caller, HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest)
            return (FailureResult)new ApiFailure(ErrorCodes.MalformedRequest) { Message = "This address is for WebSockets" };
        using var place = followers.Enter(FollowerKind.Socket, caller, http.Request.Headers["X-Forwarded-For"].ToString());
        if (place is null)
            return (FailureResult)ErrorCodes.TooManyFollowers;

        // Frames of the protocol keep what lies between from taking the connection for a dead one; they do not count as the client's.
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = KeepAlive });
        var connection = new SocketConnection(socket, http, json.Value.SerializerOptions, options.Value, time);
        connection.Begin();
        if (http.Request.Headers.ContainsKey(RefusedCredential.Header))
        {
            await connection.SendAsync("error", new SocketErrorPayload("auth_error", "Invalid token"), http.RequestAborted);
            await connection.CloseAsync(BadCredential, "Invalid token");
            return TypedResults.Empty;
        }

        await ServeAsync(connection, access.Admit(caller, http.Request) ?? caller, place, http);
        return TypedResults.Empty;
    }

    private async Task ServeAsync(SocketConnection connection, Principal caller, Follower place, HttpContext http)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, place.Ending);
        var tasks = new SocketTasks(caller.AccountId, connection, http.Request, reader, log, signals, metrics, time);
        var events = new SocketEvents(
            caller.AccountId, connection, log, follower, metrics, options.Value, time, exception => Break(exception, ending));
        var isKnown = caller.AccountId != Guid.Empty;
        if (isKnown)
            pushes.Join(connection, caller.AccountId);
        var following = isKnown ? FollowAsync(tasks, ending) : Task.CompletedTask;
        var (status, reason) = (ServerFault, "Something went wrong");
        try
        {
            await new SocketSession(connection, tasks, events, caller, generating, cancelling, logger).RunAsync(ending.Token);
            (status, reason) = (Normal, "");
        }
        catch (TimeoutException)
        {
            (status, reason) = (Silent, "Nothing was sent for too long");
        }
        catch (InvalidDataException)
        {
            (status, reason) = (TooBig, "The message is too long");
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException or WebSocketException or IOException)
        {
            (status, reason) = place.Why switch
            {
                FollowerEnd.Stopping => (GoingAway, "The server stops"),
                FollowerEnd.Revoked => (BadCredential, "The credential is good no more"),
                FollowerEnd.Aged => (Normal, "Come again"),
                _ => (status, reason),
            };
        }
        finally
        {
            pushes.Leave(connection);
            await ending.CancelAsync();
            await following;
            await events.LeaveAsync();
            await connection.CloseAsync(status, reason);
        }
    }

    /// <summary>When the following breaks, so does the socket: a client would wait for what never comes.</summary>
    private async Task FollowAsync(SocketTasks tasks, CancellationTokenSource ending)
    {
        try
        {
            await tasks.RunAsync(ending.Token);
        }
        catch (Exception exception)
        {
            Break(exception, ending);
        }
    }

    private void Break(Exception exception, CancellationTokenSource ending)
    {
        if (exception is not (OperationCanceledException or ChannelClosedException))
            Log.Broken(logger, exception);
        ending.Cancel();
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3362, Level = LogLevel.Error, Message = "What a socket follows cannot be followed any more; it is closed.")]
        public static partial void Broken(ILogger logger, Exception exception);
    }
}

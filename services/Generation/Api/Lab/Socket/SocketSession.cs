using System.Threading.Channels;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Keys;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Queue;
using NanoBanana.ServiceDefaults.Errors;
using Npgsql;

namespace NanoBanana.Generation.Api.Lab.Socket;

/// <summary>Answers one client's messages, one after another.</summary>
internal sealed partial class SocketSession(
    SocketConnection connection, SocketTasks tasks, SocketEvents events, Principal caller, SocketGenerate generating, CancelJobs cancelling, ILogger logger)
{
    private const string TaskChannel = "task";

    /// <summary>Until the client leaves; what else ends it is thrown.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var isKnown = caller.Kind != PrincipalKind.Anonymous;
        await connection.SendAsync(
            "connected", new ConnectedPayload(Guid.NewGuid(), isKnown ? caller.AccountId : null, connection.Now), cancellationToken);
        while (await connection.ReceiveAsync(cancellationToken) is { } frame)
        {
            try
            {
                await (SocketMessage.Parse(frame) is { } message
                    ? AnswerAsync(message, cancellationToken)
                    : ErrorAsync("invalid_json", "Invalid JSON message", cancellationToken));
            }
            catch (Exception exception) when (DependencyOutage.Find(exception) is not null && exception is not ChannelClosedException)
            {
                Log.NotAnswered(logger, exception);
                await ErrorAsync(LabErrors.Code(ErrorKind.Unavailable), ErrorCodes.ServiceUnavailable.Message, cancellationToken);
            }
        }
    }

    private Task AnswerAsync(SocketMessage message, CancellationToken cancellationToken) => message.Type switch
    {
        "ping" => connection.SendAsync("pong", new PongPayload(connection.Now), cancellationToken).AsTask(),
        "subscribe" => SubscribeAsync(message, cancellationToken),
        "unsubscribe" => UnsubscribeAsync(message, cancellationToken),
        "generate" or "cancel" when !KeyScopes.Allow(caller, KeyScopes.Generate) =>
            ErrorAsync(LabErrors.Code(ErrorKind.Forbidden), ErrorCodes.Forbidden.Message, cancellationToken),
        "generate" => GenerateAsync(message, cancellationToken),
        "cancel" => CancelAsync(message, cancellationToken),
        var type => ErrorAsync("unknown_message_type", $"Unknown message type: {(type.Length > 100 ? type[..100] : type)}", cancellationToken),
    };

    private Task SubscribeAsync(SocketMessage message, CancellationToken cancellationToken) => message.Text("channel") switch
    {
        TaskChannel => FollowTaskAsync(message, cancellationToken),
        SocketEvents.Channel => FollowEventsAsync(message, cancellationToken),
        _ => NoChannelAsync(cancellationToken),
    };

    private Task UnsubscribeAsync(SocketMessage message, CancellationToken cancellationToken) => message.Text("channel") switch
    {
        TaskChannel => LeaveTaskAsync(message, cancellationToken),
        SocketEvents.Channel => LeaveEventsAsync(cancellationToken),
        _ => NoChannelAsync(cancellationToken),
    };

    private async Task FollowTaskAsync(SocketMessage message, CancellationToken cancellationToken)
    {
        if (!tasks.HasRoom)
            await ErrorAsync("rate_limit_exceeded", $"At most {SocketTasks.MaxFollowed} tasks can be followed at a time", cancellationToken);
        else if (caller.AccountId == Guid.Empty || FollowedTask.Parse(message.Text("task_id"), isRequest: false) is not { } task
            || !await tasks.FollowAsync(task, ("subscribed", new ChannelPayload($"{TaskChannel}:{task.Id}")), cancellationToken))
            await NotFoundAsync(cancellationToken);
    }

    private async Task LeaveTaskAsync(SocketMessage message, CancellationToken cancellationToken)
    {
        if (FollowedTask.Parse(message.Text("task_id"), isRequest: false) is not { } task)
        {
            await NotFoundAsync(cancellationToken);
            return;
        }

        await tasks.LeaveAsync(task, cancellationToken);
        await connection.SendAsync("unsubscribed", new ChannelPayload($"{TaskChannel}:{task.Id}"), cancellationToken);
    }

    private async Task FollowEventsAsync(SocketMessage message, CancellationToken cancellationToken)
    {
        if (caller.Kind == PrincipalKind.Anonymous)
            await ErrorAsync("auth_error", "Authentication required", cancellationToken);
        else if (await events.SubscribeAsync(message, cancellationToken) is { } refusal)
            await ErrorAsync(refusal.Code, refusal.Message, cancellationToken);
    }

    private async Task LeaveEventsAsync(CancellationToken cancellationToken)
    {
        await events.LeaveAsync();
        await connection.SendAsync("unsubscribed", new ChannelPayload(SocketEvents.Channel), cancellationToken);
    }

    private Task NoChannelAsync(CancellationToken cancellationToken) =>
        ErrorAsync("validation_error", $"channel: Input should be '{TaskChannel}' or '{SocketEvents.Channel}'", cancellationToken);

    private async Task GenerateAsync(SocketMessage message, CancellationToken cancellationToken)
    {
        if (caller.AccountId == Guid.Empty)
        {
            await ErrorAsync("auth_error", "Authentication required", cancellationToken);
            return;
        }

        if (!tasks.HasRoom)
        {
            await RefuseAsync(new ApiFailure(ErrorCodes.RateLimited) { Message = $"At most {SocketTasks.MaxFollowed} tasks can be followed at a time" }, cancellationToken);
            return;
        }

        // What the client pays for is not given up because it hangs up between two frames.
        var (jobId, failure) = await generating.RunAsync(message.Payload, caller, CancellationToken.None);
        if (failure is not null)
        {
            await RefuseAsync(failure, cancellationToken);
            return;
        }

        var id = JobIds.ToWire(jobId);
        await tasks.FollowAsync(
            new FollowedTask(id, jobId, BatchId: null, IsRequest: true), ("generate:queued", new GenerateProgressPayload(id, JobStage.Queued, 0)), cancellationToken);
    }

    /// <summary>Answered by how it stands: what a provider is making is waited for, and its end is told when it comes.</summary>
    private async Task CancelAsync(SocketMessage message, CancellationToken cancellationToken)
    {
        if (caller.AccountId == Guid.Empty || FollowedTask.Parse(message.Text("request_id"), isRequest: true) is not { } task)
        {
            await NotFoundAsync(cancellationToken);
            return;
        }

        await cancelling.RunAsync(caller.AccountId, [task.JobId!.Value], cancellationToken);
        if (!await tasks.FollowAsync(task, confirm: null, cancellationToken))
            await NotFoundAsync(cancellationToken);
    }

    private Task RefuseAsync(ApiFailure failure, CancellationToken cancellationToken)
    {
        var text = failure.Fields.Count > 0
            ? string.Join("; ", failure.Fields.Select(static field => $"{field.Field.Replace("settings -> ", "", StringComparison.Ordinal)}: {field.Message}"))
            : LabErrors.Message(failure);
        return connection.SendAsync("generate:error", new GenerateErrorPayload(RequestId: null, text, TaskReader.CodeOf(failure.Code)), cancellationToken).AsTask();
    }

    private Task NotFoundAsync(CancellationToken cancellationToken) => ErrorAsync("not_found", ErrorCodes.TaskNotFound.Message, cancellationToken);

    private Task ErrorAsync(string code, string message, CancellationToken cancellationToken) =>
        connection.SendAsync("error", new SocketErrorPayload(code, message), cancellationToken).AsTask();

    private static partial class Log
    {
        [LoggerMessage(EventId = 3360, Level = LogLevel.Warning, Message = "A message of a socket could not be answered: a service or store is away.")]
        public static partial void NotAnswered(ILogger logger, Exception exception);
    }
}

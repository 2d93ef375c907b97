using System.Globalization;
using NanoBanana.Generation.Jobs;

namespace NanoBanana.Generation.Api.Lab.Socket;

/// <summary>Puts how a task stands into the frames of its channel.</summary>
internal static class TaskTeller
{
    /// <summary>How it stands now, or how it ended.</summary>
    public static Task StateAsync(SocketConnection connection, FollowedTask task, TaskSnapshot state, CancellationToken cancellationToken) => state switch
    {
        { Stage: { } stage } => ProgressAsync(connection, task, stage, state.View.Progress, state.View.Total, cancellationToken),
        { Error: { } error } => SendAsync(connection, task.IsRequest ? "generate:error" : "task:error", task.IsRequest
            ? new GenerateErrorPayload(task.Id, error.Message, TaskReader.CodeOf(error))
            : new TaskErrorPayload(task.Id, error.Message, TaskReader.CodeOf(error)), cancellationToken),
        { Complete: { } complete } when task.IsRequest => SendAsync(connection, "generate:complete", complete, cancellationToken),
        _ => SendAsync(connection, "task:complete", new TaskCompletePayload(task.Id, state.View.Results), cancellationToken),
    };

    public static Task ProgressAsync(
        SocketConnection connection, FollowedTask task, string stage, int done, int total, CancellationToken cancellationToken) => task.IsRequest
        ? SendAsync(connection, "generate:progress", new GenerateProgressPayload(task.Id, stage, ShareOf(stage)), cancellationToken)
        : SendAsync(connection, "task:progress", new TaskProgressPayload(
            task.Id, done, total, stage, string.Create(CultureInfo.InvariantCulture, $"{done} of {total} done, {stage}")), cancellationToken);

    /// <summary>Nobody knows better: providers do not say how far they are.</summary>
    private static double ShareOf(string stage) => stage switch
    {
        JobStage.Queued => 0,
        JobStage.Generating => 0.3,
        _ => 0.9,
    };

    private static Task SendAsync(SocketConnection connection, string type, object payload, CancellationToken cancellationToken) =>
        connection.SendAsync(type, payload, cancellationToken).AsTask();
}

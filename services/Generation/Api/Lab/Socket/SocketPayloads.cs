namespace NanoBanana.Generation.Api.Lab.Socket;

/// <summary>Every frame that the server sends.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Payload">One of the records below.</param>
/// <param name="Timestamp">When it was written, in milliseconds since 1970.</param>
internal sealed record SocketFrame(string Type, object Payload, long Timestamp);

/// <param name="ConnectionId">Of this connection.</param>
/// <param name="UserId">Whose account it is; null of nobody's.</param>
/// <param name="ServerTime">In milliseconds since 1970.</param>
internal sealed record ConnectedPayload(Guid ConnectionId, Guid? UserId, long ServerTime);

/// <param name="ServerTime">In milliseconds since 1970.</param>
internal sealed record PongPayload(long ServerTime);

/// <param name="Channel"><c>task:</c> and the task's id.</param>
internal sealed record ChannelPayload(string Channel);

/// <param name="Channel"><c>events</c>.</param>
/// <param name="After">The number after which it begins.</param>
internal sealed record EventChannelPayload(string Channel, long After);

/// <param name="After">Where the log has been looked at to: nothing that was asked for lies before it.</param>
internal sealed record CursorPayload(long After);

internal sealed record SocketErrorPayload(string Code, string Message);

/// <param name="Stage"><c>queued</c>, <c>generating</c> or <c>uploading</c>.</param>
internal sealed record TaskProgressPayload(string TaskId, int Progress, int Total, string Stage, string Message);

internal sealed record TaskCompletePayload(string TaskId, IReadOnlyList<LabImage> Results);

internal sealed record TaskErrorPayload(string TaskId, string Error, string Code);

/// <param name="Progress">From 0 to 1, by stages.</param>
internal sealed record GenerateProgressPayload(string RequestId, string Stage, double Progress);

/// <param name="ImageId">The image's file name, as in its address.</param>
internal sealed record GenerateCompletePayload(string RequestId, string ImageId, string? Url, string Prompt, string? Provider, long DurationMs);

/// <param name="RequestId">Null when nothing came of it.</param>
internal sealed record GenerateErrorPayload(string? RequestId, string Error, string Code);

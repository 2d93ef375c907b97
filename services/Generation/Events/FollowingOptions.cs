using System.ComponentModel.DataAnnotations;

namespace NanoBanana.Generation.Events;

/// <summary>Those who follow the event log at a connection. Section <c>Events</c>.</summary>
internal sealed class FollowingOptions
{
    public const string Section = "Events";

    /// <summary>Streams and waiting pulls that one account may have open at one process. Default 10.</summary>
    [Range(1, 10_000, ErrorMessage = "Events:MaxStreams must be 1 to 10000.")]
    public int MaxStreams { get; set; } = 10;

    /// <summary>WebSockets that one account, or one address without an account, may have open at one process. Default 20.</summary>
    [Range(1, 10_000, ErrorMessage = "Events:MaxSockets must be 1 to 10000.")]
    public int MaxSockets { get; set; } = 20;

    /// <summary>How long a stream or socket lives before its client has to come again, in seconds. Default 3600.</summary>
    [Range(1, 86_400, ErrorMessage = "Events:LifetimeSeconds must be 1 to 86400.")]
    public int LifetimeSeconds { get; set; } = 3_600;

    /// <summary>How long a stream is silent before it gives a sign of life, in seconds. Default 15.</summary>
    [Range(1, 600, ErrorMessage = "Events:HeartbeatSeconds must be 1 to 600.")]
    public int HeartbeatSeconds { get; set; } = 15;

    /// <summary>How long a client may leave unread what was sent before it is dropped, in seconds. Default 30.</summary>
    [Range(1, 600, ErrorMessage = "Events:WriteSeconds must be 1 to 600.")]
    public int WriteSeconds { get; set; } = 30;

    /// <summary>How long the client of a socket may send nothing before it is closed, in seconds. Default 90.</summary>
    [Range(1, 3_600, ErrorMessage = "Events:SilenceSeconds must be 1 to 3600.")]
    public int SilenceSeconds { get; set; } = 90;
}

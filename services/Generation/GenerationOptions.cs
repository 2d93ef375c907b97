using System.ComponentModel.DataAnnotations;

namespace NanoBanana.Generation;

/// <summary>How jobs run. Section <c>Generation</c>.</summary>
internal sealed class GenerationOptions
{
    public const string Section = "Generation";

    /// <summary>How long a synchronous call waits for its job, in seconds; the job goes on afterwards, or is cancelled when the call is one of the KIE family. Default 120.</summary>
    [Range(1, 600, ErrorMessage = "Generation:WaitSeconds must be 1 to 600.")]
    public int WaitSeconds { get; set; } = 120;

    /// <summary>How long a job may look for somebody who serves it, in seconds; an accepted order is waited for as long as its model says. Default 300.</summary>
    [Range(1, 3_600, ErrorMessage = "Generation:DeadlineSeconds must be 1 to 3600.")]
    public int DeadlineSeconds { get; set; } = 300;

    /// <summary>How long a job belongs to a process that gives no sign of life, in seconds. Default 60.</summary>
    [Range(2, 600, ErrorMessage = "Generation:LeaseSeconds must be 2 to 600.")]
    public int LeaseSeconds { get; set; } = 60;

    /// <summary>Jobs that one process runs at the same time; more are told to come back. Default 512.</summary>
    [Range(1, 100_000, ErrorMessage = "Generation:MaxConcurrentJobs must be 1 to 100000.")]
    public int MaxConcurrentJobs { get; set; } = 512;

    /// <summary>How often abandoned jobs are looked for, in seconds. Default 5.</summary>
    [Range(1, 600, ErrorMessage = "Generation:TakeoverSeconds must be 1 to 600.")]
    public int TakeoverSeconds { get; set; } = 5;

    /// <summary>How long a job may wait in the queue before it is given up, uncharged, in seconds. Default 86400.</summary>
    [Range(1, 604_800, ErrorMessage = "Generation:QueueSeconds must be 1 to 604800.")]
    public int QueueSeconds { get; set; } = 86_400;

    /// <summary>When an account has waited this long for a turn it could have, new jobs for the queue are refused, in seconds. Default 600.</summary>
    [Range(1, 86_400, ErrorMessage = "Generation:MaxQueueAgeSeconds must be 1 to 86400.")]
    public int MaxQueueAgeSeconds { get; set; } = 600;

    /// <summary>Jobs of one account that may wait in the queue. Default 10000.</summary>
    [Range(1, 10_000_000, ErrorMessage = "Generation:MaxWaitingPerAccount must be 1 to 10000000.")]
    public int MaxWaitingPerAccount { get; set; } = 10_000;

    /// <summary>How long the event log is kept, in days. Default 30.</summary>
    [Range(1, 3_650, ErrorMessage = "Generation:EventDays must be 1 to 3650.")]
    public int EventDays { get; set; } = 30;

    /// <summary>How long a chat's message waits for those before it in its session, in seconds. Default 120.</summary>
    [Range(0, 600, ErrorMessage = "Generation:TurnWaitSeconds must be 0 to 600.")]
    public int TurnWaitSeconds { get; set; } = 120;

    /// <summary>How old an open hold must be before its job is asked after, in seconds. Default 300.</summary>
    [Range(1, 86_400, ErrorMessage = "Generation:HoldGraceSeconds must be 1 to 86400.")]
    public int HoldGraceSeconds { get; set; } = 300;
}

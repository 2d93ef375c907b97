using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Hosting;

namespace NanoBanana.ServiceDefaults.Hosting;

/// <summary>How a process stops. Section <c>Shutdown</c>.</summary>
public sealed class ShutdownOptions
{
    public const string Section = "Shutdown";
    private const int ProductionNotice = 5;

    /// <summary>
    /// How long a process that was asked to stop goes on serving while it says that it is not ready, in seconds, so that whoever sends it
    /// requests has noticed by the time it takes no more. Default 5; 0 in Development, where nobody else would serve instead.
    /// </summary>
    [Range(0, 60, ErrorMessage = "Shutdown:NoticeSeconds must be 0 to 60.")]
    public int? NoticeSeconds { get; set; }

    /// <summary>How long what is under way may then take to end, in seconds; the rest is cut. Default 20: with the notice it fits into the 30 seconds that orchestrators wait.</summary>
    [Range(1, 600, ErrorMessage = "Shutdown:DrainSeconds must be 1 to 600.")]
    public int DrainSeconds { get; set; } = 20;

    internal TimeSpan Drain => TimeSpan.FromSeconds(DrainSeconds);

    internal TimeSpan NoticeIn(IHostEnvironment environment) => TimeSpan.FromSeconds(NoticeSeconds ?? (environment.IsDevelopment() ? 0 : ProductionNotice));
}

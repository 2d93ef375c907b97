using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Routing;

/// <summary>What was decided for a job: who shall serve it, and who if that fails. Stored with the job, so that any process goes on by it.</summary>
/// <param name="Strategy">The strategy that ordered it.</param>
/// <param name="Steps">The first is the plan and was priced; the others are its fallbacks, in order.</param>
internal sealed record RoutePlan(string Strategy, IReadOnlyList<RouteStep> Steps)
{
    public RouteStep First => Steps[0];

    /// <summary>
    /// How many units of its price one result is: 1 image, or the seconds of a video as planned. Fallbacks serve for the same, whatever
    /// the length they make.
    /// </summary>
    public int UnitsEach => First.Seconds ?? 1;
}

/// <summary>One model that may serve a job.</summary>
/// <param name="Provider">Its wire name.</param>
/// <param name="Model">The upstream id.</param>
/// <param name="Resolution">The step it is asked for.</param>
/// <param name="CostMicros">What the provider is expected to bill for one image or the whole video, in millionths of a dollar.</param>
/// <param name="Relaxations">Where it cannot do what was asked: <see cref="Relaxation"/>.</param>
internal sealed record RouteStep(string Provider, string Model, string Resolution, long CostMicros, IReadOnlyList<string> Relaxations)
{
    /// <summary>How long a video it is asked for, in seconds; null of an image.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Seconds { get; init; }
}

using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Routing;

/// <summary>What was decided for a job: who shall serve it, and who if that fails. Stored with the job, so that any process goes on by it.</summary>
/// <param name="Strategy">The strategy that ordered it.</param>
/// <param name="Steps">The first is the plan and was priced; the others are its fallbacks, in order.</param>
internal sealed record RoutePlan(string Strategy, IReadOnlyList<RouteStep> Steps)
{
    public RouteStep First => Steps[0];
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

/// <summary>What a model may leave out of a request, when no model can do all of it. Told to the caller, never silent.</summary>
internal static class Relaxation
{
    /// <summary>The shape: the nearest one it offers is made.</summary>
    public const string Shape = "shape";

    /// <summary>The seed.</summary>
    public const string Seed = "seed_ignored";

    /// <summary>The negative prompt.</summary>
    public const string NegativePrompt = "negative_prompt_ignored";
}

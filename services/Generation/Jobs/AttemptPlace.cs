using System.Globalization;
using System.Runtime.InteropServices;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Jobs;

/// <summary>Which attempt: of which image, where in the job's route.</summary>
/// <param name="Image">From 1.</param>
/// <param name="Try">From 1, counted on over all providers.</param>
/// <param name="StepIndex">Of the route.</param>
/// <param name="Step">Who is asked.</param>
/// <param name="TryThere">How often this step was tried, this try included.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AttemptPlace(int Image, int Try, int StepIndex, RouteStep Step, int TryThere)
{
    /// <summary>Our own name of the order, for providers that keep one and for callbacks.</summary>
    public string Reference(Guid jobId) => string.Create(CultureInfo.InvariantCulture, $"{jobId:n}-{Image}-{Try}");

    /// <summary>Where an image begins.</summary>
    public static AttemptPlace First(RoutePlan route, int image) => new(image, 1, 0, route.First, 1);

    /// <summary>Where an image stands by its last attempt.</summary>
    public static AttemptPlace Of(RoutePlan route, LastAttempt last)
    {
        var index = route.Steps.ToList().FindIndex(step => step.Provider == last.Provider && step.Model == last.Model);
        return new AttemptPlace(last.Image, last.Try, Math.Max(index, 0), route.Steps[Math.Max(index, 0)], last.TryThere);
    }

    public AttemptPlace Again() => this with { Try = Try + 1, TryThere = TryThere + 1 };

    public AttemptPlace At(RoutePlan route, int stepIndex) => new(Image, Try + 1, stepIndex, route.Steps[stepIndex], 1);
}

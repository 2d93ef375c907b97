using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Runway;

/// <summary>Turns answers into our words.</summary>
internal static class RunwayOutcome
{
    /// <summary>Asking more often is against the rules.</summary>
    private static readonly TimeSpan PollAfter = TimeSpan.FromSeconds(5);

    /// <summary>The answer to an order.</summary>
    public static ProviderResult OfOrder(ProviderAnswer answer)
    {
        if (!answer.IsSuccess)
            return RunwayFailure.Of(answer);
        return Guid.TryParse(answer.As(RunwayJson.Default.RunwayTask)?.Id, out var id)
            ? new ProviderResult.Accepted(id.ToString("D"), PollAfter)
            : ProviderAnswer.Unreadable;
    }

    /// <summary>The answer to a question. A refused key says nothing of the order: it may be good again at the next question.</summary>
    public static ProviderResult OfTask(ProviderAnswer answer)
    {
        if (answer.Status is StatusCodes.Status404NotFound or StatusCodes.Status410Gone)
            return new ProviderResult.Failed(FailureClass.Unknown, "TASK_UNKNOWN");
        if (!answer.IsSuccess || answer.As(RunwayJson.Default.RunwayTask) is not { } task)
            return new ProviderResult.Running(PollAfter);
        return task.Status switch
        {
            "SUCCEEDED" => Result(task) with { CostMicros = Micros(task.Cost) },
            "FAILED" => RunwayFailure.OfTask(task.FailureCode) with { CostMicros = Micros(task.Cost) },
            "CANCELLED" => new ProviderResult.Failed(FailureClass.Failed, "CANCELLED") { CostMicros = Micros(task.Cost) },
            _ => new ProviderResult.Running(PollAfter, task.Progress is >= 0 and <= 1 ? task.Progress : null),
        };
    }

    private static ProviderResult Result(RunwayTask task) => task.Output switch
    {
        null or [] => new ProviderResult.Failed(FailureClass.NoImage, "EMPTY"),
        [var first, ..] => Uri.TryCreate(first, UriKind.Absolute, out var address)
            ? new ProviderResult.Located(address)
            : new ProviderResult.Failed(FailureClass.BadImage, "ADDRESS"),
    };

    /// <summary>A credit is a cent.</summary>
    private static long? Micros(RunwayCost? cost) => cost?.Credits is >= 0 and < 1_000_000 and { } credits ? (long)(credits * 10_000) : null;
}

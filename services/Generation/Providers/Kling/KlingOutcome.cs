using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Kling;

/// <summary>Turns answers into our words.</summary>
internal static class KlingOutcome
{
    private static readonly TimeSpan PollAfter = TimeSpan.FromSeconds(5);

    /// <summary>The answer to an order. The code counts, whatever the status is.</summary>
    public static ProviderResult OfOrder(ProviderAnswer answer, KlingRoute route)
    {
        var code = CodeOf(answer);
        if (!answer.IsSuccess || code is not (null or 0))
            return KlingFailure.Of(answer, code);
        return code == 0 && answer.As(KlingJson.Default.KlingOne)?.Data is { } task ? Accepted(task, route) : ProviderAnswer.Unreadable;
    }

    /// <summary>The answer to a question by id.</summary>
    public static ProviderResult OfTask(ProviderAnswer answer, KlingRoute route)
    {
        var code = CodeOf(answer);
        var task = TaskOf(answer, route);
        if (task is not null && StatusOf(task) is "failed")
            return KlingFailure.OfTask(code) with { CostMicros = KlingCost.Of(task) };
        if (KlingFailure.IsLost(answer, code) || IsEmpty(answer, code, route))
            return new ProviderResult.Failed(FailureClass.Unknown, "TASK_UNKNOWN");
        return code == 0 && answer.IsSuccess && task is not null && StatusOf(task) is "succeed" or "succeeded"
            ? Result(task) with { CostMicros = KlingCost.Of(task) }
            : new ProviderResult.Running(PollAfter);
    }

    /// <summary>The answer to a question by our own name for the order.</summary>
    public static ProviderResult OfSearch(ProviderAnswer answer, KlingRoute route, string reference)
    {
        var code = CodeOf(answer);
        if (KlingFailure.SaysAbsent(code) || IsEmpty(answer, code, route))
            return new ProviderResult.Failed(FailureClass.NotSent, "NOT_FOUND");
        var task = code == 0 && answer.IsSuccess ? TaskOf(answer, route) : null;
        return task is not null && (NameOf(task) is not { Length: > 0 } name || name == reference) && Accepted(task, route) is ProviderResult.Accepted found
            ? found
            : new ProviderResult.Failed(FailureClass.Unknown, "NOT_ASKED");
    }

    /// <summary>The answer to a question after nothing in particular; null when all is well, which is also to be told that there is no such order.</summary>
    public static ProviderResult.Failed? Probed(ProviderAnswer answer)
    {
        var code = CodeOf(answer);
        if (KlingFailure.SaysAbsent(code) || (answer.IsSuccess && code == 0))
            return null;
        return answer.IsSuccess && code is null ? ProviderAnswer.Unreadable : KlingFailure.Of(answer, code);
    }

    public static int? CodeOf(ProviderAnswer answer) => answer.As(KlingJson.Default.KlingHead)?.Code;

    private static ProviderResult Accepted(KlingTask task, KlingRoute route) => (route.IsNew ? task.Id : task.TaskId) is { } id && KlingOrder.IsId(id)
        ? new ProviderResult.Accepted(new KlingOrder(route, id).ToString(), PollAfter)
        : ProviderAnswer.Unreadable;

    private static KlingTask? TaskOf(ProviderAnswer answer, KlingRoute route) => route.IsNew
        ? answer.As(KlingJson.Default.KlingMany)?.Data is [{ } first, ..] ? first : null
        : answer.As(KlingJson.Default.KlingOne)?.Data;

    /// <summary>Whether Kling said that there is nothing of that name: an empty list.</summary>
    private static bool IsEmpty(ProviderAnswer answer, int? code, KlingRoute route) =>
        route.IsNew && code == 0 && answer.IsSuccess && answer.As(KlingJson.Default.KlingMany)?.Data is [];

    private static string? NameOf(KlingTask task) => task.ExternalId ?? task.TaskInfo?.ExternalTaskId;

    private static string? StatusOf(KlingTask task) => task.Status ?? task.TaskStatus;

    private static ProviderResult Result(KlingTask task)
    {
        var files = task.Outputs ?? task.TaskResult?.Images ?? task.TaskResult?.Videos;
        if (files is not [var first, ..])
            return new ProviderResult.Failed(FailureClass.NoImage, "EMPTY");
        return Uri.TryCreate(first?.Url, UriKind.Absolute, out var address)
            ? new ProviderResult.Located(address)
            : new ProviderResult.Failed(FailureClass.BadImage, "ADDRESS");
    }
}

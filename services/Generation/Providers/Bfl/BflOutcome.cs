using System.Text.Json;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Bfl;

/// <summary>Turns answers of status 200 into our words.</summary>
internal static class BflOutcome
{
    private const int LongestTask = 2_000;
    private const int MicrosOfACredit = 10_000;
    private const double MostCredits = 1_000_000;

    /// <summary>An order that was taken.</summary>
    public static ProviderResult Sent(ProviderAnswer answer, TimeSpan pollAfter)
    {
        return answer.As(BflJson.Default.BflOrder) is { } order && BflAddresses.TaskOf(order) is { Length: <= LongestTask } task
            ? new ProviderResult.Accepted(task, pollAfter) { CostMicros = Micros(order.Cost) }
            : ProviderAnswer.Unreadable;
    }

    /// <summary>How an order stands.</summary>
    /// <param name="isTold">Whether the order's own host was asked; any other may not know it.</param>
    public static ProviderResult Polled(ProviderAnswer answer, bool isTold)
    {
        var state = answer.As(BflJson.Default.BflState);
        return state?.Status switch
        {
            "Ready" => Located(state.Result),
            "Error" => new ProviderResult.Failed(FailureClass.Failed, "ERROR"),
            "Request Moderated" => new ProviderResult.Failed(FailureClass.RefusedInput, "REQUEST_MODERATED"),
            "Content Moderated" => new ProviderResult.Failed(FailureClass.RefusedOutput, "CONTENT_MODERATED"),
            "Task not found" when isTold => BflFailure.NotFound,
            _ => new ProviderResult.Running(answer.RetryAfter, Progress(state)),
        };
    }

    private static ProviderResult Located(JsonElement result)
    {
        // A signed address that lives for minutes.
        return Uri.TryCreate(result.Text("sample"), UriKind.Absolute, out var address)
            ? new ProviderResult.Located(address)
            : new ProviderResult.Failed(FailureClass.NoImage, "NO_SAMPLE");
    }

    private static double? Progress(BflState? state) =>
        state is { Progress.ValueKind: JsonValueKind.Number } && state.Progress.TryGetDouble(out var part) && part is >= 0 and <= 1 ? part : null;

    private static long? Micros(JsonElement cost) =>
        cost.ValueKind == JsonValueKind.Number && cost.TryGetDouble(out var credits) && credits is >= 0 and <= MostCredits
            ? (long)Math.Round(credits * MicrosOfACredit)
            : null;
}

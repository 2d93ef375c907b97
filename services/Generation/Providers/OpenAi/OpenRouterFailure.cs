using System.Text.Json;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.OpenAi;

/// <summary>Turns OpenRouter's errors into our words. Its code is a number that means what the status of that number means.</summary>
internal static class OpenRouterFailure
{
    /// <summary>The request itself was refused: no model was started.</summary>
    public static ProviderResult.Failed Of(ProviderAnswer answer) =>
        OpenAiAnswer.Parse(answer.Body, root => root.Object("error") is { } error ? Of(answer, error) : null) ?? answer.Failure();

    /// <summary>
    /// A model was started and failed. What would be a reason to try again had it never started is none here: the next try may be
    /// billed beside this one.
    /// </summary>
    public static ProviderResult.Failed OfRun(JsonElement error)
    {
        if (IsModeration(error))
            return new ProviderResult.Failed(FailureClass.RefusedInput, "MODERATION");
        if (CodeOf(error) is not { } code)
            return new ProviderResult.Failed(FailureClass.Failed, "OTHER");
        var failure = HttpFailures.Classify(code);
        return new ProviderResult.Failed(failure is FailureClass.Overloaded or FailureClass.TimedOut ? FailureClass.Failed : failure, $"ERROR {code}");
    }

    private static ProviderResult.Failed Of(ProviderAnswer answer, JsonElement error)
    {
        if (IsModeration(error))
            return new ProviderResult.Failed(FailureClass.RefusedInput, "MODERATION");
        var code = CodeOf(error) ?? answer.Status;
        var failure = HttpFailures.Classify(code);
        return new ProviderResult.Failed(failure, $"ERROR {code}", failure is FailureClass.Throttled or FailureClass.Overloaded ? answer.RetryAfter : null);
    }

    /// <summary>A 403 that names reasons is about the prompt; any other is about the key.</summary>
    private static bool IsModeration(JsonElement error) =>
        CodeOf(error) == StatusCodes.Status403Forbidden && error.Object("metadata")?.Field("reasons") is { ValueKind: JsonValueKind.Array };

    private static int? CodeOf(JsonElement error) =>
        error.Number("code") is { } number and >= 400 and <= 599 && decimal.IsInteger(number) ? (int)number : null;
}

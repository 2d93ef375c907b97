using System.Text.Json;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Runway;

/// <summary>Turns refusals and failed tasks into our words. Runway's own text goes no further.</summary>
internal static class RunwayFailure
{
    /// <summary>A status that is not a success.</summary>
    public static ProviderResult.Failed Of(ProviderAnswer answer) => answer.Status switch
    {
        StatusCodes.Status400BadRequest => OfRefusal(answer),
        // Not a matter of seconds: the day's allowance is used up. Too many at a time are taken and held back instead.
        StatusCodes.Status429TooManyRequests => answer.Failure("DAILY_LIMIT"),
        _ => answer.Failure(),
    };

    /// <summary>How a task failed. The list is open at its end, so whole families are known by how they begin.</summary>
    public static ProviderResult.Failed OfTask(string? code)
    {
        var (failure, detail) = code switch
        {
            null or "" => (FailureClass.Failed, "TASK_FAILED"),
            "INTERNAL" => (FailureClass.Overloaded, "INTERNAL"),
            "THIRD_PARTY.UNAVAILABLE" => (FailureClass.Overloaded, "THIRD_PARTY.UNAVAILABLE"),
            "INPUT_PREPROCESSING.INTERNAL" => (FailureClass.Overloaded, "INPUT_PREPROCESSING.INTERNAL"),
            "ASSET.INVALID" => (FailureClass.BadInput, "ASSET.INVALID"),
            _ when IsOf(code, "SAFETY.INPUT") => (FailureClass.RefusedInput, "SAFETY.INPUT"),
            _ when IsOf(code, "INPUT_PREPROCESSING.SAFETY") => (FailureClass.RefusedInput, "INPUT_PREPROCESSING.SAFETY"),
            _ when IsOf(code, "SAFETY.OUTPUT") => (FailureClass.RefusedOutput, "SAFETY.OUTPUT"),
            _ when IsOf(code, "INTERNAL.BAD_OUTPUT") => (FailureClass.NoImage, "INTERNAL.BAD_OUTPUT"),
            _ => (FailureClass.Failed, "OTHER"),
        };
        return new ProviderResult.Failed(failure, detail);
    }

    private static bool IsOf(string code, string family) =>
        code.StartsWith(family, StringComparison.Ordinal) && (code.Length == family.Length || code[family.Length] == '.');

    private static ProviderResult.Failed OfRefusal(ProviderAnswer answer)
    {
        var error = answer.As(RunwayJson.Default.RunwayErrorBody);
        if (error?.Issues is not { Count: > 0 } issues)
        {
            // An empty account has neither a status nor a code of its own.
            return error?.Error?.Contains("enough credits", StringComparison.OrdinalIgnoreCase) == true
                ? new ProviderResult.Failed(FailureClass.OutOfFunds, "CREDITS")
                : answer.Failure();
        }

        var field = issues[0]?.Path is [{ ValueKind: JsonValueKind.String } first, ..] ? first.GetString() : null;
        return field switch
        {
            "model" => new ProviderResult.Failed(FailureClass.Gone, "MODEL"),
            "promptText" => answer.Failure("PROMPT_TEXT"),
            "promptImage" => answer.Failure("PROMPT_IMAGE"),
            "referenceImages" => answer.Failure("REFERENCE_IMAGES"),
            "ratio" => answer.Failure("RATIO"),
            "duration" => answer.Failure("DURATION"),
            "seed" => answer.Failure("SEED"),
            "negativePrompt" => answer.Failure("NEGATIVE_PROMPT"),
            _ => answer.Failure("OTHER"),
        };
    }
}

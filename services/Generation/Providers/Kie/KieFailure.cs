using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Kie;

/// <summary>Turns the provider's codes into our words. Its messages are prose, and no reason is guessed from prose.</summary>
internal static class KieFailure
{
    /// <summary>What a code means for an order.</summary>
    public static ProviderResult.Failed Sent(int code, TimeSpan? retryAfter) => code switch
    {
        401 or 402 or 404 or 408 or 422 or 429 or 500 => Named(HttpFailures.Classify(code), code, retryAfter),

        // What this one key may spend.
        433 => Named(FailureClass.OutOfFunds, code, retryAfter),
        455 => Named(FailureClass.Overloaded, code, retryAfter),
        501 => Named(FailureClass.Failed, code, retryAfter),
        505 => Named(FailureClass.Gone, code, retryAfter),
        >= 400 and < 600 => new ProviderResult.Failed(HttpFailures.Classify(code), "OTHER", retryAfter),
        _ => ProviderAnswer.Unreadable,
    };

    /// <summary>What a code means for a question after a task: all but a few are about the question, a refused key's among them.</summary>
    public static ProviderResult Polled(int code, TimeSpan? retryAfter) => code switch
    {
        400 or 404 or 410 or 422 => new ProviderResult.Failed(FailureClass.Unknown, "TASK_NOT_FOUND"),
        501 => new ProviderResult.Failed(FailureClass.Failed, "TASK_FAILED"),
        _ => new ProviderResult.Running(retryAfter),
    };

    private static ProviderResult.Failed Named(FailureClass failure, int code, TimeSpan? retryAfter) => new(failure, $"CODE {code}", retryAfter);
}

namespace NanoBanana.Generation.Providers.Transport;

/// <summary>What a status means when the provider has not said more.</summary>
internal static class HttpFailures
{
    public static FailureClass Classify(int status) => status switch
    {
        401 or 403 => FailureClass.Unauthorised,
        402 => FailureClass.OutOfFunds,
        404 or 410 => FailureClass.Gone,
        408 or 504 => FailureClass.TimedOut,
        429 => FailureClass.Throttled,
        499 => FailureClass.Unknown,
        502 or 503 => FailureClass.Overloaded,
        >= 400 and < 500 => FailureClass.BadInput,
        _ => FailureClass.Failed,
    };
}

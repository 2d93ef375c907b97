using NanoBanana.Contracts.Errors;

namespace NanoBanana.Generation.Providers;

/// <summary>The one table that says what each failure class leads to.</summary>
internal static class FailurePolicy
{
    /// <summary>
    /// Whether the same call may be sent again: only when the provider certainly did not do it and time may help. A throttled call
    /// is not repeated here; its hint goes to the caller.
    /// </summary>
    public static bool MayRetry(FailureClass failure) => failure is FailureClass.NotSent or FailureClass.Overloaded or FailureClass.TimedOut;

    /// <summary>What the caller reads.</summary>
    public static ErrorCode ErrorOf(FailureClass failure) => failure switch
    {
        FailureClass.NotSent or FailureClass.Overloaded or FailureClass.Failed => ErrorCodes.ProviderUnavailable,
        FailureClass.Throttled => ErrorCodes.ProviderThrottled,
        FailureClass.TimedOut => ErrorCodes.ProviderTimedOut,
        FailureClass.Unknown => ErrorCodes.OutcomeUnknown,
        FailureClass.BadInput => ErrorCodes.ProviderRejectedInput,
        FailureClass.RefusedInput => ErrorCodes.ProviderRefusedInput,
        FailureClass.RefusedOutput => ErrorCodes.ProviderRefusedOutput,
        FailureClass.NoImage => ErrorCodes.ProviderNoImage,
        FailureClass.BadImage => ErrorCodes.ProviderBadImage,
        FailureClass.Unauthorised or FailureClass.OutOfFunds or FailureClass.Gone => ErrorCodes.ProviderMisconfigured,
        _ => ErrorCodes.Internal,
    };
}

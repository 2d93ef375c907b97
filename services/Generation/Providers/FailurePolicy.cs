using System.Collections.Frozen;
using NanoBanana.Contracts.Errors;

namespace NanoBanana.Generation.Providers;

/// <summary>What one failure class leads to.</summary>
/// <param name="Retry">Whether the same call may be sent again to the same model: only when the provider certainly did not do it and time may help.</param>
/// <param name="FallBack">Whether another provider may be asked: only when nothing was made, and not because of what was asked.</param>
/// <param name="Circuit">What it says of the provider's health.</param>
/// <param name="Error">What the caller reads; the family decides status and shape. Nothing is charged for any of them.</param>
internal sealed record FailureRule(bool Retry, bool FallBack, CircuitEffect Circuit, ErrorCode Error);

/// <summary>What a failure says of a provider's health.</summary>
internal enum CircuitEffect
{
    /// <summary>Nothing: it answered, and the fault is not its own.</summary>
    None = 0,

    /// <summary>It counts towards opening the circuit.</summary>
    Counts,

    /// <summary>It opens the circuit at once: the next call would end the same way until somebody mends the account.</summary>
    Opens,
}

/// <summary>
/// The one table that says what each failure class leads to. Refusals and bad input are the caller's to know and never wander to
/// another provider by themselves; a lost answer may have been done and is neither repeated nor made elsewhere.
/// </summary>
internal static class FailurePolicy
{
    private static readonly FrozenDictionary<FailureClass, FailureRule> Rules = new Dictionary<FailureClass, FailureRule>
    {
        [FailureClass.NotSent] = new(Retry: true, FallBack: true, CircuitEffect.Counts, ErrorCodes.ProviderUnavailable),
        [FailureClass.Throttled] = new(Retry: false, FallBack: true, CircuitEffect.None, ErrorCodes.ProviderThrottled),
        [FailureClass.Overloaded] = new(Retry: true, FallBack: true, CircuitEffect.Counts, ErrorCodes.ProviderUnavailable),
        [FailureClass.TimedOut] = new(Retry: true, FallBack: true, CircuitEffect.Counts, ErrorCodes.ProviderTimedOut),
        [FailureClass.Unknown] = new(Retry: false, FallBack: false, CircuitEffect.Counts, ErrorCodes.OutcomeUnknown),
        [FailureClass.Failed] = new(Retry: false, FallBack: true, CircuitEffect.Counts, ErrorCodes.ProviderUnavailable),
        [FailureClass.BadInput] = new(Retry: false, FallBack: false, CircuitEffect.None, ErrorCodes.ProviderRejectedInput),
        [FailureClass.RefusedInput] = new(Retry: false, FallBack: false, CircuitEffect.None, ErrorCodes.ProviderRefusedInput),
        [FailureClass.RefusedOutput] = new(Retry: false, FallBack: false, CircuitEffect.None, ErrorCodes.ProviderRefusedOutput),
        [FailureClass.NoImage] = new(Retry: false, FallBack: false, CircuitEffect.None, ErrorCodes.ProviderNoImage),
        [FailureClass.BadImage] = new(Retry: false, FallBack: true, CircuitEffect.Counts, ErrorCodes.ProviderBadImage),
        [FailureClass.Unauthorised] = new(Retry: false, FallBack: true, CircuitEffect.Opens, ErrorCodes.ProviderMisconfigured),
        [FailureClass.OutOfFunds] = new(Retry: false, FallBack: true, CircuitEffect.Opens, ErrorCodes.ProviderMisconfigured),
        [FailureClass.Gone] = new(Retry: false, FallBack: true, CircuitEffect.Opens, ErrorCodes.ProviderMisconfigured),
    }.ToFrozenDictionary();

    public static FailureRule Of(FailureClass failure) => Rules[failure];

    /// <summary>Whether the provider withheld it by its safety rules.</summary>
    public static bool IsRefusal(FailureClass failure) => failure is FailureClass.RefusedInput or FailureClass.RefusedOutput;
}

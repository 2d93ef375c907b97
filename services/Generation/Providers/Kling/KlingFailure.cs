using System.Collections.Frozen;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Kling;

/// <summary>Turns Kling's codes into our words. Its text goes no further.</summary>
internal static class KlingFailure
{
    private const int Absent = 1203;
    private const int NotYetValid = 1003;
    private const int Expired = 1004;

    /// <summary>Above the pack's number of orders at a time; at least a second is asked for.</summary>
    private const int TooManyAtOnce = 1303;

    private static readonly FrozenDictionary<int, (FailureClass Class, string Detail)> Codes = new Dictionary<int, (FailureClass, string)>
    {
        [1000] = (FailureClass.Unauthorised, "AUTH_FAILED"),
        [1001] = (FailureClass.Unauthorised, "AUTH_EMPTY"),
        [1002] = (FailureClass.Unauthorised, "AUTH_INVALID"),
        [NotYetValid] = (FailureClass.Unauthorised, "AUTH_NOT_YET_VALID"),
        [Expired] = (FailureClass.Unauthorised, "AUTH_EXPIRED"),
        [1100] = (FailureClass.OutOfFunds, "ACCOUNT_ABNORMAL"),
        [1101] = (FailureClass.OutOfFunds, "ACCOUNT_IN_ARREARS"),
        [1102] = (FailureClass.OutOfFunds, "PACK_EXHAUSTED"),
        [1103] = (FailureClass.Unauthorised, "NO_PERMISSION"),
        [1200] = (FailureClass.BadInput, "PARAMETERS"),
        [1201] = (FailureClass.BadInput, "PARAMETER_VALUE"),
        [1202] = (FailureClass.Gone, "METHOD"),
        [Absent] = (FailureClass.Gone, "NOT_FOUND"),
        [1300] = (FailureClass.RefusedInput, "PLATFORM_POLICY"),
        [1301] = (FailureClass.RefusedInput, "CONTENT_SECURITY"),
        [1302] = (FailureClass.Throttled, "RATE_LIMIT"),
        [TooManyAtOnce] = (FailureClass.Throttled, "CONCURRENCY_LIMIT"),
        [1304] = (FailureClass.Unauthorised, "IP_NOT_ALLOWED"),
        [5000] = (FailureClass.Overloaded, "INTERNAL"),
        [5001] = (FailureClass.Overloaded, "MAINTENANCE"),
        [5002] = (FailureClass.TimedOut, "TIMEOUT"),
    }.ToFrozenDictionary();

    /// <summary>An order that was refused.</summary>
    /// <param name="answer">Of any status.</param>
    /// <param name="code">Null when the body is not Kling's.</param>
    public static ProviderResult.Failed Of(ProviderAnswer answer, int? code)
    {
        if (code is null or 0)
            return answer.Failure();
        if (!Codes.TryGetValue(code.Value, out var known))
            return answer.Failure("OTHER");
        var hint = known.Class is FailureClass.Throttled or FailureClass.Overloaded ? answer.RetryAfter : null;
        return new ProviderResult.Failed(known.Class, known.Detail, hint ?? (code == TooManyAtOnce ? TimeSpan.FromSeconds(1) : null));
    }

    /// <summary>An order that failed later. Why, is said in prose, unless the answer has a code.</summary>
    public static ProviderResult.Failed OfTask(int? code) => code is { } number && Codes.TryGetValue(number, out var known)
        ? new ProviderResult.Failed(known.Class, known.Detail)
        : new ProviderResult.Failed(FailureClass.Failed, "TASK_FAILED");

    /// <summary>Whether nothing more will be learnt of an order.</summary>
    public static bool IsLost(ProviderAnswer answer, int? code) =>
        code is { } number && Codes.TryGetValue(number, out var known) ? known.Class == FailureClass.Gone : code is null && answer.Status is 404 or 410;

    /// <summary>Whether Kling itself says that there is no such order: a page of a proxy does not say that.</summary>
    public static bool SaysAbsent(int? code) => code == Absent;

    /// <summary>Whether the token was too young or too old: another one may be accepted.</summary>
    public static bool IsOfTime(int? code) => code is NotYetValid or Expired;
}

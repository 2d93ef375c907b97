using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Jobs;

namespace NanoBanana.Generation.Quota;

/// <summary>
/// Says what a call of the Lab's takes of its caller's day. Users and their keys are metered by their account, callers without a credential by their address; keys of
/// projects and of the operator are the operator's own, whom nothing has to be kept from. Requests of the other families carry no terms, and cost no statement more.
/// </summary>
internal sealed class QuotaMeter(TrialModes modes, IOptions<QuotaOptions> options)
{
    private const int MillisecondsEach = 1_000;

    /// <summary>The same request, with what it takes.</summary>
    public GenerationRequest Measure(GenerationRequest request, Principal caller) => request with { Quota = TermsOf(caller, request.Mode, request.Resolution, count: 1) };

    /// <summary>The same requests: all of a batch is taken at once.</summary>
    public IReadOnlyList<GenerationRequest> MeasureBatch(IReadOnlyList<GenerationRequest> requests, Principal caller) =>
        [.. requests.Select((request, index) => request with { Quota = TermsOf(caller, request.Mode, request.Resolution, index == 0 ? requests.Count : 0) })];

    /// <summary>Null of a caller who is not metered, or of a mode that is none.</summary>
    public QuotaTerms? TermsOf(Principal caller, string mode, string? resolution, int count)
    {
        if (!IsMetered(caller) || modes.Of(mode, resolution) is not { } trialMode)
            return null;
        var set = options.Value;
        return IsTrial(caller)
            ? new QuotaTerms(count, set.DailyLimit, set.Trial.CooldownSeconds * MillisecondsEach, new TrialTerms(trialMode.Key, trialMode.Cost, trialMode.Limit, set.Trial.Pool))
            : new QuotaTerms(count, set.DailyLimit, set.CooldownSeconds * MillisecondsEach, Trial: null);
    }

    public static bool IsMetered(Principal caller) => caller.Kind is PrincipalKind.Anonymous or PrincipalKind.User or PrincipalKind.UserKey;

    /// <summary>Whether the caller spends from the trial's pool.</summary>
    public bool IsTrial(Principal caller) => caller.Kind == PrincipalKind.Anonymous && options.Value.Trial.Enabled;
}

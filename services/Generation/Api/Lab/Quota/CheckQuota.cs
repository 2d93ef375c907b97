using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Access;
using NanoBanana.Generation.Quota;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Quota;

/// <param name="Count">1 to 10 generations at once, 1 unless given.</param>
/// <param name="Mode"><c>basic</c> unless given, <c>batch</c>, <c>chat</c>, <c>search</c>, <c>blend</c>, <c>style</c> or <c>video</c>.</param>
/// <param name="Resolution"><c>1K</c> unless given, <c>2K</c> or <c>4K</c>.</param>
internal sealed record CheckQuotaRequest(int? Count, string? Mode, string? Resolution);

/// <param name="Reason"><c>OK</c>, or why not.</param>
/// <param name="Cost">What it would take: generations of the day, in the trial points of the pool.</param>
/// <param name="RemainingAfter">What would be left of that; what is left now when it may not begin.</param>
internal sealed record QuotaCheckView(bool CanGenerate, string Reason, int Cost, int RemainingAfter);

internal static class CheckQuota
{
    private const int MaxCount = 10;
    private const string Admitted = "OK";

    public static async Task<Results<Ok<QuotaCheckView>, FailureResult>> HandleAsync(
        CheckQuotaRequest? body, Caller caller, HttpRequest http, LabAccess access, QuotaMeter meter, QuotaStore store, TrialModes modes,
        IOptions<QuotaOptions> options, CancellationToken cancellationToken)
    {
        var (count, mode, resolution) = (body?.Count ?? 1, body?.Mode ?? "basic", body?.Resolution ?? "1K");
        var validation = new RequestValidation();
        validation.Range("count", count, 1, MaxCount);
        validation.OneOf("resolution", resolution, LabSettings.Steps);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var ownKey = CallerKeyHeader.Read(http) is not null;
        var owner = access.OwnerOf(caller.Principal, http);
        var terms = ownKey ? null : meter.TermsOf(owner, mode, resolution, count);
        var snapshot = await store.ReadAsync(owner.AccountId, terms?.Trial is not null, cancellationToken);
        var (cost, remaining) = terms switch
        {
            null => (0, snapshot.LimitOf(options.Value.DailyLimit)),
            { Trial: { } trial } => (count * trial.Cost, trial.Pool - snapshot.UsedOf(QuotaRefusal.Pool)),
            _ => (count, snapshot.LimitOf(terms.Limit) - snapshot.Used),
        };
        var reason = modes.Of(mode, resolution) is null ? "Invalid generation mode"
            : !ownKey && access.Admit(caller.Principal, http) is null ? "Authentication required"
            : count > options.Value.MaxBatch && !ownKey ? QuotaRefusal.BatchReason(count, options.Value.MaxBatch)
            : terms is null ? Admitted
            : snapshot.Refuse(terms)?.Reason(modes) ?? Admitted;
        return TypedResults.Ok(new QuotaCheckView(reason == Admitted, reason, cost, Math.Max(0, reason == Admitted ? remaining - cost : remaining)));
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Quota;

namespace NanoBanana.Generation.Api.Lab.Quota;

/// <param name="DailyLimit">Generations of one account or address in a day, before an account's multiplier.</param>
/// <param name="CooldownSeconds">Between the beginnings of two.</param>
/// <param name="MaxBatchSize">Prompts in one batch.</param>
/// <param name="GlobalDailyQuota">Points of all callers in the trial in a day.</param>
/// <param name="Modes">The trial's, by their keys.</param>
internal sealed record QuotaConfigView(
    int DailyLimit, int CooldownSeconds, int MaxBatchSize, int GlobalDailyQuota, IReadOnlyDictionary<string, QuotaModeConfigView> Modes);

/// <param name="Limit">Generations of all callers in the trial in a day.</param>
/// <param name="Cost">Points for each.</param>
internal sealed record QuotaModeConfigView(string Name, int Limit, int Cost);

internal static class GetQuotaConfig
{
    public static Ok<QuotaConfigView> Handle(TrialModes modes, IOptions<QuotaOptions> options) => TypedResults.Ok(new QuotaConfigView(
        options.Value.DailyLimit, options.Value.CooldownSeconds, options.Value.MaxBatch, options.Value.Trial.Pool,
        modes.All.ToDictionary(static mode => mode.Key, static mode => new QuotaModeConfigView(mode.Name, mode.Limit, mode.Cost), StringComparer.Ordinal)));
}

using System.Text.Json;
using System.Text.Json.Serialization;
using NanoBanana.Generation.Jobs;

namespace NanoBanana.Generation.Quota;

/// <summary>
/// What a job takes of its account's day, and within what. It is stored with the job: the database takes the allowance in the transaction that stores it, and
/// gives it back in the one that ends it without an image (Data/Sql/meter_jobs.sql).
/// </summary>
/// <param name="Take">How many generations the storing of this job takes: of a batch its first item takes all, the others none. Each gives back one.</param>
/// <param name="Limit">Generations in a day, before the account's multiplier.</param>
/// <param name="CooldownMs">Since the one before began, in milliseconds.</param>
/// <param name="Trial">Of a caller in the trial: which mode, and within what.</param>
internal sealed record QuotaTerms(
    int Take, int Limit, int CooldownMs, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TrialTerms? Trial)
{
    /// <summary>As it lies with the job; null of one that is not metered.</summary>
    public static string? JsonOf(GenerationRequest request) =>
        request.Quota is { } terms ? JsonSerializer.Serialize(terms, GenerationJsonContext.Default.QuotaTerms) : null;
}

/// <summary>What a job takes from the trial's pool.</summary>
/// <param name="Mode">The mode's key.</param>
/// <param name="Cost">Points for each generation.</param>
/// <param name="Limit">Generations of the mode in a day.</param>
/// <param name="Pool">Points of all modes in a day.</param>
internal sealed record TrialTerms(string Mode, int Cost, int Limit, int Pool);

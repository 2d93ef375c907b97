using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Access;
using NanoBanana.Generation.Quota;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Quota;

/// <param name="Date">The day, UTC.</param>
/// <param name="Used">Generations that have an image, or may still get one.</param>
/// <param name="CooldownRemaining">Until the next may begin, in seconds.</param>
/// <param name="ResetsAt">The next midnight, UTC.</param>
/// <param name="IsTrialMode">Whether the caller spends from the pool that the further fields are about; they are 0 and empty otherwise.</param>
/// <param name="Modes">By their keys: <c>basic_1k</c>.</param>
internal sealed record QuotaView(
    DateOnly Date, int Used, int Limit, int Remaining, bool CooldownActive, int CooldownRemaining, DateTimeOffset ResetsAt, bool IsTrialMode,
    int GlobalUsed, int GlobalLimit, int GlobalRemaining, IReadOnlyDictionary<string, QuotaModeView> Modes);

internal static class GetQuota
{
    public static async Task<Ok<QuotaView>> HandleAsync(
        Caller caller, HttpRequest http, LabAccess access, QuotaMeter meter, QuotaStore store, TrialModes modes, IOptions<QuotaOptions> options,
        CancellationToken cancellationToken)
    {
        var owner = access.OwnerOf(caller.Principal, http);
        var isMetered = QuotaMeter.IsMetered(owner) && CallerKeyHeader.Read(http) is null;
        var isTrial = isMetered && meter.IsTrial(owner);
        var snapshot = await store.ReadAsync(owner.AccountId, isTrial, cancellationToken);
        var limit = snapshot.LimitOf(options.Value.DailyLimit);
        var used = isMetered ? snapshot.Used : 0;
        var cooldown = 1_000 * (isTrial ? options.Value.Trial.CooldownSeconds : options.Value.CooldownSeconds);
        var wait = isMetered ? (snapshot.Wait(cooldown) + 999) / 1_000 : 0;
        var (poolUsed, pool) = isTrial ? (snapshot.UsedOf(QuotaRefusal.Pool), options.Value.Trial.Pool) : (0, 0);
        return TypedResults.Ok(new QuotaView(
            snapshot.Day, used, limit, Math.Max(0, limit - used), wait > 0, wait, snapshot.ResetsAt, isTrial, poolUsed, pool, Math.Max(0, pool - poolUsed),
            isTrial ? modes.All.ToDictionary(static mode => mode.Key, mode => View(mode, snapshot.UsedOf(mode.Key)), StringComparer.Ordinal) : new(StringComparer.Ordinal)));
    }

    private static QuotaModeView View(TrialMode mode, int used) => new(mode.Name, used, mode.Limit, Math.Max(0, mode.Limit - used), mode.Cost);
}

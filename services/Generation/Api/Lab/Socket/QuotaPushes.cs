using System.Text.Json;

namespace NanoBanana.Generation.Api.Lab.Socket;

/// <param name="Remaining">Generations left of the day.</param>
/// <param name="Limit">Generations of a day.</param>
/// <param name="ResetsAt">The next midnight, UTC.</param>
internal sealed record QuotaPayload(int Remaining, int Limit, DateTimeOffset ResetsAt);

/// <summary>
/// Tells an account's sockets how its day stands: <c>quota:warning</c> when little is left, <c>quota:reset</c> when an operator emptied its count. Postgres tells every
/// process, each of which tells its own sockets. That a day is over nobody has to tell them: <see cref="DayTurn"/>.
/// </summary>
internal sealed class QuotaPushes(AccountPushes pushes, TimeProvider time)
{
    /// <summary>What Data/Sql/meter_jobs.sql notifies.</summary>
    public const string Channel = "generation_quota";

    public void Tell(string notification)
    {
        var told = JsonElement.Parse(notification);
        pushes.PushHere(
            told.GetProperty("account_id").GetGuid(), told.GetProperty("type").GetString()!,
            new QuotaPayload(told.GetProperty("remaining").GetInt32(), told.GetProperty("limit").GetInt32(), MidnightAfter(time.GetUtcNow())));
    }

    /// <summary>The next midnight, UTC.</summary>
    public static DateTimeOffset MidnightAfter(DateTimeOffset now) => new(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
}

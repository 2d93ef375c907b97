using System.Globalization;
using System.Text.Json;
using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using Npgsql;

namespace NanoBanana.Generation.Quota;

/// <summary>Why a generation may not begin now.</summary>
/// <param name="Kind">Which meter: <c>cooldown</c>, <c>daily</c>, <c>pool</c>, or a mode's key.</param>
/// <param name="Used">What of it is used; of the cooldown the milliseconds that are left.</param>
internal sealed record QuotaRefusal(string Kind, int Used, int Limit)
{
    public const string Cooldown = "cooldown";
    public const string Daily = "daily";
    public const string Pool = "pool";

    /// <summary>Raised by Data/Sql/meter_jobs.sql.</summary>
    private const string SqlState = "NBQ01";

    /// <summary>What the database said; null when it said something else.</summary>
    public static QuotaRefusal? Read(PostgresException exception)
    {
        if (exception.SqlState != SqlState)
            return null;
        var said = JsonElement.Parse(exception.MessageText);
        return new QuotaRefusal(said.GetProperty("kind").GetString()!, said.GetProperty("used").GetInt32(), said.GetProperty("limit").GetInt32());
    }

    /// <summary>In whole seconds, upwards: who waits that long is let in.</summary>
    public int WaitSeconds => Kind == Cooldown ? (Used + 999) / 1_000 : 0;

    public string Reason(TrialModes modes) => Kind switch
    {
        Cooldown => Text($"Please wait {WaitSeconds}s before next generation"),
        Daily => Text($"Daily limit reached ({Used}/{Limit})"),
        Pool => Text($"Daily global quota exceeded ({Used}/{Limit} used)"),
        _ => Text($"{modes.All.FirstOrDefault(mode => mode.Key == Kind)?.Name} daily limit exceeded ({Used}/{Limit} used)"),
    };

    /// <param name="modes">For the mode's name.</param>
    /// <param name="now">The day ends at the next midnight, UTC.</param>
    public ApiFailure Failure(TrialModes modes, DateTimeOffset now) => new(ErrorCodes.QuotaExceeded)
    {
        Message = Reason(modes),
        RetryAfter = Kind == Cooldown ? TimeSpan.FromSeconds(WaitSeconds) : now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime,
        Details = Kind == Cooldown
            ? new Dictionary<string, long>(StringComparer.Ordinal) { ["cooldown_remaining"] = WaitSeconds }
            : new Dictionary<string, long>(StringComparer.Ordinal) { ["used"] = Used, ["limit"] = Limit, ["remaining"] = Math.Max(0, Limit - Used) },
    };

    /// <summary>A batch of more prompts than one may have.</summary>
    public static ApiFailure BatchTooLarge(int count, int max) => new(ErrorCodes.QuotaExceeded)
    {
        Message = BatchReason(count, max),
        Details = new Dictionary<string, long>(StringComparer.Ordinal) { ["max_batch_size"] = max },
    };

    public static string BatchReason(int count, int max) => Text($"Batch size exceeds limit ({count}/{max})");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

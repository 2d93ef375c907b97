using Npgsql;

namespace NanoBanana.Identity.Exports;

/// <summary>Lets an account have one export at a time and five in an hour, whichever process writes it.</summary>
internal sealed class ExportSlots(NpgsqlDataSource database)
{
    private const int MostInAnHour = 5;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    // One statement: of two at once the second waits for the first's row, and finds it taken.
    private const string Take = """
        INSERT INTO identity.account_exports AS known (account_id, hour_began_at, taken, run, run_until) VALUES ($1, now(), 1, $2, now() + $3)
        ON CONFLICT (account_id) DO UPDATE SET
            hour_began_at = CASE WHEN known.hour_began_at <= now() - interval '1 hour' THEN now() ELSE known.hour_began_at END,
            taken = CASE WHEN known.hour_began_at <= now() - interval '1 hour' THEN 1 ELSE known.taken + 1 END,
            run = excluded.run, run_until = excluded.run_until
        WHERE known.run_until <= now() AND (known.hour_began_at <= now() - interval '1 hour' OR known.taken < $4)
        """;

    private const string Wait = """
        SELECT greatest(1, extract(epoch FROM greatest(run_until, CASE WHEN taken >= $2 THEN hour_began_at + interval '1 hour' ELSE run_until END) - now()))::int
        FROM identity.account_exports WHERE account_id = $1
        """;

    private const string Set = "UPDATE identity.account_exports SET run_until = now() + $3, taken = taken - $4 WHERE account_id = $1 AND run = $2 AND run_until > now()";

    /// <summary>Null when the account may have one now; otherwise how long until it may.</summary>
    public async Task<TimeSpan?> TakeAsync(Guid accountId, Guid run, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Take);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = run });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = Lease });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MostInAnHour });
        if (await command.ExecuteNonQueryAsync(cancellationToken) > 0)
            return null;
        await using var asking = database.CreateCommand(Wait);
        asking.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        asking.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MostInAnHour });
        return TimeSpan.FromSeconds((int?)await asking.ExecuteScalarAsync(cancellationToken) ?? 1);
    }

    /// <summary>Goes on for another minute.</summary>
    public Task ProlongAsync(Guid accountId, Guid run, CancellationToken cancellationToken) => SetAsync(accountId, run, Lease, givenBack: 0, cancellationToken);

    /// <summary>The run is over, however it ended. One of which nothing was sent does not count.</summary>
    public Task EndAsync(Guid accountId, Guid run, bool wasSent) => SetAsync(accountId, run, TimeSpan.Zero, wasSent ? 0 : 1, CancellationToken.None);

    private async Task SetAsync(Guid accountId, Guid run, TimeSpan lease, int givenBack, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Set);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = run });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = lease });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = givenBack });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

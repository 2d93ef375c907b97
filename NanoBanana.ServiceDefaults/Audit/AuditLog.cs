using NanoBanana.Contracts.Principals;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.ServiceDefaults.Audit;

/// <summary>What an operator is about to do, or has done.</summary>
/// <param name="Action">What, <c>user.tier</c> for one.</param>
/// <param name="Target">To whom or what.</param>
/// <param name="Reason">Why, as the operator put it.</param>
/// <param name="Detail">The values that are set, as a JSON object. Nothing secret.</param>
public sealed record AdminAct(string Action, string Target, string? Reason, string Detail);

/// <summary>
/// Writes what operators do into the table <c>audit</c> of a service's schema. What one statement does is noted in its transaction; what another
/// service is asked to do is noted before as <c>asked</c>, so that a crash in between leaves the trace and not a silent change.
/// </summary>
/// <param name="schema">The service's.</param>
public sealed class AuditLog(NpgsqlDataSource database, string schema)
{
    public const string Asked = "asked";
    public const string Done = "done";
    public const string Failed = "failed";

    private readonly string _add = $"""
        INSERT INTO {schema}.audit (actor_id, key_id, action, target, reason, detail, outcome) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
        """;

    private readonly string _end = $"UPDATE {schema}.audit SET outcome = $2 WHERE id = $1";

    /// <summary>Does something and notes it, in one transaction.</summary>
    /// <param name="change">Uses the connection for all it does.</param>
    public async Task<T> WithAsync<T>(Principal actor, AdminAct act, Func<NpgsqlConnection, Task<T>> change, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var changed = await change(connection);
        await using var command = new NpgsqlCommand(_add, connection);
        Bind(command, actor, act, Done);
        await command.ExecuteScalarAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return changed;
    }

    /// <summary>Notes what another service is asked to do, asks it, and notes how that ended. A failure passes on to the caller.</summary>
    public async Task<T> AroundAsync<T>(Principal actor, AdminAct act, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        await using var asking = database.CreateCommand(_add);
        Bind(asking, actor, act, Asked);
        var id = (long)(await asking.ExecuteScalarAsync(cancellationToken))!;
        try
        {
            var answer = await ask();
            await EndAsync(id, Done);
            return answer;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await EndAsync(id, Failed);
            throw;
        }
    }

    private async Task EndAsync(long id, string outcome)
    {
        await using var command = database.CreateCommand(_end);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = outcome });
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private static void Bind(NpgsqlCommand command, Principal actor, AdminAct act, string outcome)
    {
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = actor.AccountId });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid, Value = actor.KeyId ?? (object)DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = act.Action });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = act.Target });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = act.Reason ?? (object)DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = act.Detail });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = outcome });
    }
}

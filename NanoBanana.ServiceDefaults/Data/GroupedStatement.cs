using System.Diagnostics;
using Npgsql;

namespace NanoBanana.ServiceDefaults.Data;

/// <summary>
/// One statement for the questions of many callers. The first goes at once, alone; those that come while it is under way go together in the
/// next: one round trip, one transaction and one wait for the disk for all of them. An answer is given after the commit, never before.
/// <para>
/// When Postgres refuses a group, nothing of it stands, and each question is asked alone: nobody gets another's error, or waits for another's
/// lock. When the connection is lost nobody knows, as with a statement of one's own. The statement must take its locks in one order, whatever
/// order it is asked in.
/// </para>
/// </summary>
/// <param name="database">Where it runs.</param>
/// <param name="sql">
/// Takes arrays (<c>$1</c>, <c>$2</c> and so on), with one element for each question. Its rows begin with the question's place in them, from 1;
/// a question may be left without a row.
/// </param>
/// <param name="bind">Adds the arrays.</param>
/// <param name="read">Reads a row, from its second column.</param>
public sealed class GroupedStatement<TQuestion, TAnswer>(
    NpgsqlDataSource database, string sql, Action<NpgsqlParameterCollection, IReadOnlyList<TQuestion>> bind, Func<NpgsqlDataReader, TAnswer> read)
{
    private const int MostQuestions = 32;
    private const int MostMeetings = 3;

    // A table that grows quickly would be read through for a group by a plan made when it was small: every row is found by its key.
    private const string Settings = """
        SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)
        """;

    // Many times what a lock of ours is held. Whoever waits longer waits alone, so that the others need not.
    private const string GroupSettings = Settings + ", set_config('lock_timeout', '250ms', true)";

    private RoundTrips<Asked, Task<TAnswer?>>? _trips;

    /// <summary>The answer, or the default value when the statement gave no row for it.</summary>
    /// <param name="question">One element of each array.</param>
    /// <param name="cancellationToken">Ends the wait; the statement may be done nevertheless.</param>
    public async Task<TAnswer?> AskAsync(TQuestion question, CancellationToken cancellationToken)
    {
        var trips = LazyInitializer.EnsureInitialized(ref _trips, () => new RoundTrips<Asked, Task<TAnswer?>>(AskAllAsync, MostQuestions));
        return await trips.AskAsync(new Asked(question, Activity.Current)).Unwrap().WaitAsync(cancellationToken);
    }

    private async Task<Task<TAnswer?>[]> AskAllAsync(IReadOnlyList<Asked> asked)
    {
        try
        {
            return Array.ConvertAll(await CommitAsync(asked, GroupSettings), Task.FromResult);
        }
        catch (PostgresException exception) when (
            IsRefusal(exception) && (asked.Count > 1 || exception.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.SerializationFailure))
        {
            return [.. asked.Select(AskAloneAsync)];
        }
    }

    /// <summary>Of two that meet at one row the second is told to ask again, and finds what the first has done; met by a third, once more.</summary>
    private async Task<TAnswer?> AskAloneAsync(Asked one)
    {
        for (var left = MostMeetings; ; left--)
        {
            try
            {
                return (await CommitAsync([one], Settings))[0];
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.SerializationFailure && left > 0)
            {
            }
        }
    }

    /// <summary>Whether Postgres said no to this statement. One that is going away, or has no room, says nothing of what it has done.</summary>
    private static bool IsRefusal(PostgresException exception) => exception.SqlState[..2] is not ("08" or "53" or "57" or "58");

    private async Task<TAnswer?[]> CommitAsync(IReadOnlyList<Asked> asked, string settings)
    {
        // A trip outlives the caller that started it: what Npgsql traces belongs to one whose question this is.
        Activity.Current = asked[0].Activity;
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(settings));
        var command = new NpgsqlBatchCommand(sql);
        bind(command.Parameters, [.. asked.Select(static one => one.Question)]);
        batch.BatchCommands.Add(command);

        var answers = new TAnswer?[asked.Count];
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
            answers[reader.GetInt32(0) - 1] = read(reader);

        // Past the last result Postgres says whether it has committed.
        await reader.NextResultAsync();
        return answers;
    }

    private sealed record Asked(TQuestion Question, Activity? Activity);
}

using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using Npgsql;

namespace NanoBanana.Generation.Chat;

/// <summary>The line of each session, over all processes: who comes later waits, in order of arrival. See <see cref="ChatTurn"/> for how long a place lives.</summary>
internal sealed partial class ChatTurns(NpgsqlDataSource database, IOptions<GenerationOptions> options, TimeProvider time)
{
    /// <summary>How many may wait at one session.</summary>
    public const int MaxWaiting = 20;

    /// <summary>How long a place lives whose job is being held and stored, in seconds.</summary>
    public const string StartSeconds = "60";

    /// <summary>How long a place lives whose process says nothing, in seconds: many times the longest pause.</summary>
    private const string WaitingSeconds = "10";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);
    private readonly TimeSpan _patience = TimeSpan.FromSeconds(options.Value.TurnWaitSeconds);

    /// <summary>Waits for the turn. The caller gives it back, whatever comes of it.</summary>
    public async Task<TurnResult> EnterAsync(Guid accountId, Guid sessionId, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        if (await JoinAsync(accountId, sessionId, cancellationToken) is not { } id)
            return await RefusalAsync(accountId, sessionId, cancellationToken);
        var turn = new HeldTurn(this, id);
        try
        {
            for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
            {
                switch (await AdvanceAsync(id, cancellationToken))
                {
                    case true: return new TurnResult.Taken(turn);
                    case null: return await RefusalAsync(accountId, sessionId, cancellationToken);
                }

                if (time.GetElapsedTime(started) + pause > _patience)
                    break;
                await Task.Delay(pause, time, cancellationToken);
            }
        }
        catch
        {
            await turn.DisposeAsync();
            throw;
        }

        await turn.DisposeAsync();
        return await RefusalAsync(accountId, sessionId, cancellationToken);
    }

    /// <summary>Names the job that the turn is about to become; a failure when none may begin in this place.</summary>
    internal async Task<ApiFailure?> BindAsync(long id, Guid jobId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Bind);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = jobId });
        return await command.ExecuteScalarAsync(cancellationToken) switch
        {
            int messages => messages < ChatSession.MaxMessages ? null : new ApiFailure(ErrorCodes.ChatFull),
            _ => Busy,
        };
    }

    /// <summary>Leaves the line, unless the place is a running job's by now.</summary>
    internal async Task LeaveAsync(long id)
    {
        try
        {
            await using var command = database.CreateCommand(Leave);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception exception) when (DependencyOutage.Find(exception) is not null)
        {
            // It ends by itself.
        }
    }

    private async Task<long?> JoinAsync(Guid accountId, Guid sessionId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Join);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = sessionId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxWaiting });
        return await command.ExecuteScalarAsync(cancellationToken) as long?;
    }

    /// <summary>Whether it is the first now; null when the place is gone.</summary>
    private async Task<bool?> AdvanceAsync(long id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Advance);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        return await command.ExecuteScalarAsync(cancellationToken) as bool?;
    }

    private async Task<TurnResult> RefusalAsync(Guid accountId, Guid sessionId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Exists);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = sessionId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        return await command.ExecuteScalarAsync(cancellationToken) is true
            ? new TurnResult.Refused(Busy)
            : new TurnResult.Refused(new ApiFailure(ErrorCodes.SessionNotFound));
    }

    private static ApiFailure Busy => new(ErrorCodes.ChatBusy) { RetryAfter = TimeSpan.FromSeconds(10) };
}

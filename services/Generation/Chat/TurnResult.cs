using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Chat;

/// <summary>How waiting for a turn ended.</summary>
internal abstract record TurnResult
{
    private TurnResult()
    {
    }

    /// <summary>It has come.</summary>
    internal sealed record Taken(HeldTurn Turn) : TurnResult;

    /// <summary>It did not come in time, too many wait already, or there is no such session.</summary>
    internal sealed record Refused(ApiFailure Failure) : TurnResult;
}

/// <summary>A place in a session's line, given back when it is disposed of; once a job runs in it, it is the job's.</summary>
internal sealed class HeldTurn(ChatTurns turns, long id) : IAsyncDisposable
{
    /// <summary>Names the job that the turn is about to become; a failure when none may begin: the place is gone, or the session full.</summary>
    public Task<ApiFailure?> BindAsync(Guid jobId, CancellationToken cancellationToken) => turns.BindAsync(id, jobId, cancellationToken);

    public async ValueTask DisposeAsync() => await turns.LeaveAsync(id);
}

using System.Text.Json;
using NanoBanana.Generation.Events;
using NanoBanana.Generation.Jobs;
using Npgsql;

namespace NanoBanana.Generation.Api.Lab.Socket;

/// <summary>
/// The tasks that one socket follows. A task's state is told when its following begins, and from there on what the log says: the log's end
/// is read before the state, so that nothing lies between the two. While nothing is followed, nothing is read.
/// </summary>
internal sealed class SocketTasks(
    Guid accountId, SocketConnection connection, HttpRequest http, TaskReader reader, EventLog log, EventSignals signals, EventMetrics metrics, TimeProvider time)
{
    /// <summary>More would be no following any more: those are for the stream.</summary>
    public const int MaxFollowed = 100;

    private const int PageSize = 200;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Signal _begun = new();
    private readonly List<FollowedTask> _followed = [];
    private long _cursor;
    private long _live;
    private int _count;

    /// <summary>Whether there is room for one more.</summary>
    public bool HasRoom => Volatile.Read(ref _count) < MaxFollowed;

    /// <summary>False when the account has no such task.</summary>
    /// <param name="task">What to follow.</param>
    /// <param name="confirm">Sent before its state; null for nothing.</param>
    /// <param name="cancellationToken">The connection's.</param>
    public async Task<bool> FollowAsync(FollowedTask task, (string Type, object Payload)? confirm, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var head = await log.HeadAsync(accountId, cancellationToken);
            if (await reader.FindAsync(accountId, task, http, cancellationToken) is not { } state)
                return false;
            if (confirm is { } frame)
                await connection.SendAsync(frame.Type, frame.Payload, cancellationToken);
            await TaskTeller.StateAsync(connection, task, state, cancellationToken);
            Remove(task);
            if (state.Stage is null)
                return true;
            if (_followed.Count == 0)
                _cursor = head;
            _live = head;
            _followed.Add(task with { From = head, Done = state.View.Progress });
            _count = _followed.Count;
            _begun.Raise();
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task LeaveAsync(FollowedTask task, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        Remove(task);
        _gate.Release();
    }

    /// <summary>Until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var listener = signals.Listen(accountId);
        while (true)
        {
            if (Volatile.Read(ref _count) == 0)
                await _begun.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);
            else if (!await LookAsync(cancellationToken))
                await listener.WaitAsync(EventSignals.Pace, cancellationToken);
        }
    }

    /// <summary>Whether there is more to look at right now.</summary>
    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var page = await log.ReadAsync(accountId, _cursor, types: null, PageSize, cancellationToken);
            foreach (var logged in page.Items)
            {
                foreach (var task in _followed.Where(task => task.Concerns(logged)).ToList())
                    await TellAsync(task, logged, cancellationToken);
                _cursor = logged.Sequence;
            }

            // What was swept is old: the next event of a task tells how it stands.
            _cursor = page.ExpiredBefore - 1 ?? page.Next;
            return page.HasMore;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            return false;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task TellAsync(FollowedTask task, LoggedEvent logged, CancellationToken cancellationToken)
    {
        var what = logged.Type[(logged.Type.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var isItem = task.BatchId is not null && logged.JobId is not null;
        if (isItem && what is not ("started" or "progress"))
            return;
        if (isItem || what is not ("queued" or "started" or "progress"))
        {
            if (await reader.FindAsync(accountId, task, http, cancellationToken) is not { } state)
                return;
            if (state.Stage is null)
                Remove(task);
            task.Done = state.View.Progress;
            await TaskTeller.StateAsync(connection, task, state, cancellationToken);
        }
        else
        {
            var data = JsonElement.Parse(logged.Data);
            var stage = what == "queued" ? JobStage.Queued : data.TryGetProperty("stage", out var named) ? named.GetString()! : JobStage.Generating;
            var (done, total) = task.BatchId is null ? (0, 1) : (data.GetProperty("done").GetInt32(), data.GetProperty("total").GetInt32());
            if (done < task.Done)
                return;
            task.Done = done;
            await TaskTeller.ProgressAsync(connection, task, stage, done, total, cancellationToken);
        }

        metrics.Delivered(FollowerKind.Socket, 1);
        if (logged.Sequence > _live)
            metrics.Lagged(FollowerKind.Socket, time.GetUtcNow() - logged.CreatedAt);
    }

    private void Remove(FollowedTask task)
    {
        _followed.RemoveAll(known => known.Id == task.Id && known.IsRequest == task.IsRequest);
        _count = _followed.Count;
    }
}

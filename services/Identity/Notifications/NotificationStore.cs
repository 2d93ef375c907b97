using NanoBanana.Contracts.Notifications;
using NanoBanana.ServiceDefaults.Data;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Identity.Notifications;

/// <summary>The writes of notifications. Each is one statement, or pieces of which each is one; the counts follow by triggers.</summary>
internal sealed partial class NotificationStore(NpgsqlDataSource database)
{
    /// <summary>How many rows one statement changes, so that none holds its locks for long.</summary>
    public const int Piece = 1_000;

    /// <summary>The ids of those that were not known, deleted ones among the known.</summary>
    public async Task<IReadOnlySet<Guid>> AddAsync(IReadOnlyList<NewNotification> notifications, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Add);
        command.Parameters
            .With(notifications, static one => one.Id)
            .With(notifications, static one => one.AccountId)
            .With(notifications, static one => one.Type)
            .With(notifications, static one => one.Title)
            .With(notifications, NpgsqlDbType.Text, static one => one.Message)
            .With(notifications, NpgsqlDbType.Jsonb, static one => one.Data.GetRawText())
            .With(notifications, static one => one.CreatedAt.ToUniversalTime());
        var added = new HashSet<Guid>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            added.Add(row.GetGuid(0));
        return added;
    }

    /// <summary>How many of these were unread until now.</summary>
    public async Task<long> MarkReadAsync(Guid accountId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(MarkSome);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. ids] });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Oldest first and piece by piece: a caller who hangs up has marked a part, and asks again. The result is how many were unread until now.</summary>
    public async Task<long> MarkAllReadAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var (from, id) = (DateTimeOffset.MinValue, Guid.Empty);
        for (var total = 0L; ;)
        {
            await using var command = database.CreateCommand(MarkPiece);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = from });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Piece });
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            var marked = await row.ReadAsync(cancellationToken) ? row.GetInt64(0) : 0;
            total += marked;
            if (marked < Piece)
                return total;
            (from, id) = (row.GetFieldValue<DateTimeOffset>(1), row.GetGuid(2));
        }
    }

    /// <summary>False when the account has no such notification.</summary>
    public async Task<bool> DeleteAsync(Guid accountId, Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Delete);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Removes one piece of what is older; the result is how many rows. Replicas share the work.</summary>
    public async Task<int> SweepAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(SweepPiece);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = age });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Piece });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

using Microsoft.Extensions.Options;
using NanoBanana.Generation.Storage;
using Npgsql;

namespace NanoBanana.Generation.Erasures;

/// <summary>
/// Removes the images that an account sent, bytes first. A call that was let through a moment before the deletion may have noted an image and still be storing its bytes:
/// what is younger than <see cref="ErasureOptions.UploadGraceSeconds"/> is left until they can only be there.
/// </summary>
internal sealed class EraseUploads(NpgsqlDataSource database, IImageStore store, IOptions<ErasureOptions> options)
{
    private const int Piece = 200;

    private const string Due = "SELECT id, storage_key FROM generation.inputs WHERE account_id = $1 AND created_at < now() - $2 LIMIT $3 FOR UPDATE SKIP LOCKED";
    private const string Forget = "DELETE FROM generation.inputs WHERE id = ANY ($1)";
    private const string Left = "SELECT EXISTS (SELECT FROM generation.inputs WHERE account_id = $1)";

    /// <summary>Whether none is left. Throws <see cref="ImageStoreException"/> when the store refuses or does not answer.</summary>
    public async Task<bool> RunAsync(Guid accountId, CancellationToken cancellationToken)
    {
        while (await RemoveAsync(accountId, cancellationToken) == Piece)
        {
        }

        await using var asking = database.CreateCommand(Left);
        asking.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        return !(bool)(await asking.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<int> RemoveAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var due = new List<(Guid Id, string Key)>();
        await using (var asking = new NpgsqlCommand(Due, connection))
        {
            asking.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
            asking.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = TimeSpan.FromSeconds(options.Value.UploadGraceSeconds) });
            asking.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Piece });
            await using var row = await asking.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
                due.Add((row.GetGuid(0), row.GetString(1)));
        }

        if (due.Count == 0)
            return 0;
        await Task.WhenAll(due.Select(input => store.DeleteAsync(input.Key, cancellationToken)));
        await using var forgetting = new NpgsqlCommand(Forget, connection);
        forgetting.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. due.Select(static input => input.Id)] });
        await forgetting.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return due.Count;
    }
}

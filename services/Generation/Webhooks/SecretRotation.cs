using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Webhooks;

/// <summary>
/// Brings the secrets of all webhooks under the current encryption key, page by page, each in one statement: killed anywhere it leaves every secret whole
/// under one of the two keys, and the next run goes on with what is left.
/// </summary>
internal sealed class SecretRotation(NpgsqlDataSource database, WebhookSecrets secrets, int pageSize = 500)
{
    private const string Page = """
        SELECT id, secret, previous_secret FROM generation.webhook_endpoints WHERE id > @after ORDER BY id LIMIT @limit
        """;

    // Only where both are still what was read: a secret that its owner rotates meanwhile must not be undone. In order, so that two runs cannot lock each other out.
    private const string Replace = """
        UPDATE generation.webhook_endpoints AS endpoint SET secret = held.secret, previous_secret = held.previous
        FROM (
            SELECT own.id, renewed.secret, renewed.previous
            FROM unnest(@ids, @read, @read_previous, @secrets, @previous) AS renewed (id, read, read_previous, secret, previous)
            JOIN generation.webhook_endpoints AS own ON own.id = renewed.id
            WHERE own.secret = renewed.read AND own.previous_secret IS NOT DISTINCT FROM renewed.read_previous
            ORDER BY own.id FOR UPDATE OF own) AS held
        WHERE endpoint.id = held.id
        """;

    /// <summary>One walk over all webhooks.</summary>
    public async Task<RotationReport> RunAsync(CancellationToken cancellationToken)
    {
        var report = new RotationReport(0, 0, 0, 0);
        for (var (after, isLast) = (Guid.Empty, false); !isLast;)
        {
            var page = await ReadAsync(after, cancellationToken);
            var changed = page.Where(static row => row.IsChanged).ToList();
            var moved = changed.Count == 0 ? 0 : await ReplaceAsync(changed, cancellationToken);
            report = new RotationReport(
                report.Webhooks + page.Count, report.Moved + moved, report.Left + changed.Count - moved,
                report.Unreadable + page.Count(static row => row.IsUnreadable));
            isLast = page.Count < pageSize;
            after = page.Count == 0 ? after : page[^1].Id;
        }

        return report;
    }

    private async Task<List<Renewed>> ReadAsync(Guid after, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Page);
        command.Parameters.AddWithValue("after", after);
        command.Parameters.AddWithValue("limit", pageSize);
        var page = new List<Renewed>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            page.Add(Renew(row.GetGuid(0), row.GetFieldValue<byte[]>(1), row.IsDBNull(2) ? null : row.GetFieldValue<byte[]>(2)));
        return page;
    }

    private Renewed Renew(Guid id, byte[] secret, byte[]? previous)
    {
        var state = secrets.Renew(id, secret, out var next);
        byte[]? nextPrevious = null;
        var previousState = previous is null ? SecretState.Current : secrets.Renew(id, previous, out nextPrevious);
        return new Renewed(
            id, secret, previous, next, nextPrevious, state == SecretState.Previous || previousState == SecretState.Previous,
            state == SecretState.Unreadable || previousState == SecretState.Unreadable);
    }

    private async Task<int> ReplaceAsync(List<Renewed> changed, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Replace);
        command.Parameters.AddWithValue("ids", changed.Select(static row => row.Id).ToArray());
        Add("read", static row => row.Read);
        Add("read_previous", static row => row.ReadPrevious);
        Add("secrets", static row => row.Secret);
        Add("previous", static row => row.Previous);
        return await command.ExecuteNonQueryAsync(cancellationToken);

        void Add(string name, Func<Renewed, byte[]?> value) => command.Parameters.Add(
            new NpgsqlParameter(name, NpgsqlDbType.Array | NpgsqlDbType.Bytea) { Value = changed.Select(value).ToArray() });
    }

    private sealed record Renewed(Guid Id, byte[] Read, byte[]? ReadPrevious, byte[] Secret, byte[]? Previous, bool IsChanged, bool IsUnreadable);
}

/// <summary>What one walk found.</summary>
/// <param name="Webhooks">All that there are.</param>
/// <param name="Moved">Under the current key since.</param>
/// <param name="Left">Changed or deleted by somebody meanwhile, for the next walk.</param>
/// <param name="Unreadable">A secret of theirs is under neither key.</param>
internal sealed record RotationReport(long Webhooks, long Moved, long Left, long Unreadable);

using NanoBanana.Billing.Data;
using Npgsql;

namespace NanoBanana.Billing.Ledger;

/// <summary>Recomputes from the entries what is kept beside them. One statement, so that it sees one moment of a ledger in use.</summary>
public sealed class LedgerAudit(NpgsqlDataSource dataSource)
{
    private const string Sql =
        """
        WITH entries AS (
            SELECT account_id,
                sum(amount * ((credit = 'available')::int - (debit = 'available')::int)) AS available,
                sum(amount * ((credit = 'held')::int - (debit = 'held')::int)) AS held,
                sum(amount * ((credit = 'revenue')::int - (debit = 'revenue')::int)) AS revenue,
                count(*) AS transfers
            FROM billing.transfers GROUP BY account_id
        ), jobs AS (
            SELECT account_id, sum(credits) FILTER (WHERE state = 'open') AS open, sum(charged) AS charged,
                count(*) FILTER (WHERE state = 'open') AS open_holds
            FROM billing.holds GROUP BY account_id
        ), used AS (
            SELECT account_id, sum(credits) AS credits FROM billing.usage_records GROUP BY account_id
        ), counted AS (
            SELECT account_id, sum(credits) AS credits FROM billing.usage_daily GROUP BY account_id
        ), rolled_up AS (
            SELECT account_id, sum(credits) AS credits FROM billing.usage_rollups GROUP BY account_id
        ), compared AS (
            SELECT a.id, c.what, coalesce(c.kept, 0)::bigint AS kept, coalesce(c.recomputed, 0)::bigint AS recomputed
            FROM billing.accounts a
            LEFT JOIN entries ON entries.account_id = a.id
            LEFT JOIN jobs ON jobs.account_id = a.id
            LEFT JOIN used ON used.account_id = a.id
            LEFT JOIN counted ON counted.account_id = a.id
            LEFT JOIN rolled_up ON rolled_up.account_id = a.id
            CROSS JOIN LATERAL (VALUES
                ('available', a.available, entries.available),
                ('held', a.held, entries.held),
                ('held by open holds', jobs.open, entries.held),
                ('charged by holds', jobs.charged, entries.revenue),
                ('credits in usage records', used.credits, entries.revenue),
                ('credits in daily usage', counted.credits, entries.revenue),
                ('credits in rollups', rolled_up.credits, entries.revenue)) AS c (what, kept, recomputed)
        )
        SELECT id, what, kept, recomputed, 0::bigint, 0::bigint, 0::bigint FROM compared WHERE kept <> recomputed
        UNION ALL
        SELECT NULL, NULL, 0, 0, (SELECT count(*) FROM billing.accounts), (SELECT coalesce(sum(transfers), 0) FROM entries)::bigint,
            (SELECT coalesce(sum(open_holds), 0) FROM jobs)::bigint
        ORDER BY 1, 2
        """;

    /// <summary>Compares every account. Reads the whole ledger: for a command, a test or a night, not for a request.</summary>
    public async Task<AuditReport> RunAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Sql);
        command.CommandTimeout = 0;
        var differences = new List<AuditDifference>();
        var counts = (Accounts: 0L, Transfers: 0L, OpenHolds: 0L);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            if (await row.IsDBNullAsync(0, cancellationToken))
                counts = (row.GetInt64(4), row.GetInt64(5), row.GetInt64(6));
            else
                differences.Add(new AuditDifference(row.GetGuid(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3)));
        }

        return new AuditReport(counts.Accounts, counts.Transfers, counts.OpenHolds, differences);
    }
}

/// <summary>What an audit read and what it found.</summary>
public sealed record AuditReport(long Accounts, long Transfers, long OpenHolds, IReadOnlyList<AuditDifference> Differences);

/// <summary>A number that is kept and does not equal its recomputation from the entries.</summary>
public sealed record AuditDifference(Guid AccountId, string What, long Kept, long Recomputed);

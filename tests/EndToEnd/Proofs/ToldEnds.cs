using Npgsql;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// What accounts were to be told and what they were: each batch and video that ended otherwise than by its caller, and each webhook that was
/// disabled, is one notification, and there is no other.
/// </summary>
/// <param name="Untold">Messages that Generation still has for Identity.</param>
/// <param name="Differing">Subjects that have not exactly one notification, or have one and should not.</param>
/// <param name="Miscounted">Accounts whose notifications are not counted as they are.</param>
public sealed record ToldEnds(long Untold, IReadOnlyList<string> Differing, long Miscounted)
{
    /// <summary>From the jobs and batches themselves, not from the events that the messages are written by.</summary>
    private const string ReadEnds = """
        SELECT account_id || ' ' || generation.batch_wire_id(id) FROM generation.batches WHERE finished_at IS NOT NULL AND (succeeded > 0 OR cancelled = 0)
        UNION ALL
        SELECT account_id || ' gen_' || id FROM generation.jobs WHERE kind = 'video' AND batch_id IS NULL AND image_count > 0 AND state IN ('succeeded', 'failed')
        UNION ALL
        SELECT account_id || ' ' || (data ->> 'id') FROM generation.events WHERE type = 'webhook.disabled'
        """;

    private const string ReadTold =
        "SELECT account_id || ' ' || coalesce(data ->> 'task_id', data ->> 'webhook_id', 'nothing') FROM identity.notifications";

    private const string ReadMiscounted = """
        SELECT count(*) FROM identity.notification_counts AS known FULL JOIN (
            SELECT account_id, type, count(*) AS total, count(*) FILTER (WHERE read_at IS NULL) AS unread
            FROM identity.notifications WHERE deleted_at IS NULL GROUP BY account_id, type) AS truth USING (account_id, type)
        WHERE coalesce(known.total, 0) <> coalesce(truth.total, 0) OR coalesce(known.unread, 0) <> coalesce(truth.unread, 0)
        """;

    public static async Task<ToldEnds> ReadAsync(NpgsqlDataSource generation, NpgsqlDataSource identity)
    {
        var untold = await Books.ReadAllAsync(generation, "SELECT count(*) FROM generation.notification_outbox", static row => row.GetInt64(0));
        var ends = await Books.ReadAllAsync(generation, ReadEnds, static row => row.GetString(0));
        var told = await Books.ReadAllAsync(identity, ReadTold, static row => row.GetString(0));
        var miscounted = await Books.ReadAllAsync(identity, ReadMiscounted, static row => row.GetInt64(0));
        var differing = ends.Select(static end => (end, 1)).Concat(told.Select(static one => (one, -1)))
            .GroupBy(static pair => pair.Item1, static pair => pair.Item2).Where(static subject => subject.Sum() != 0 || subject.Count(static one => one < 0) > 1);
        return new ToldEnds(untold[0], [.. differing.Select(static subject => subject.Key)], miscounted[0]);
    }

    public void ShouldBeComplete()
    {
        Untold.ShouldBe(0);
        Differing.ShouldBeEmpty();
        Miscounted.ShouldBe(0);
    }
}
